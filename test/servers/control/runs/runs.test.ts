import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../../lib/request-record.ts';
import { Runs } from '../../../../servers/control/runs/runs.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';

const PATH = '/flags/br/br.gif';

/** The records of a run, read from their lines. */
async function recordsOf(runs: Runs, id: string): Promise<RequestRecord[]> {
  const texts = (await runs.records(id)).map(({ lines }) => Buffer.from(lines).toString());
  return texts
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RequestRecord);
}

describe('a run', () => {
  it('counts attempts and keeps records from its start to its stop', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    await fetch(lab.url('LOCAL') + PATH);
    const { id, state } = await runs.start(lab.servers);
    expect(state).toBe('running');
    await fetch(lab.url('LOCAL') + PATH);
    await fetch(lab.url('LOCAL') + PATH);
    const { verdicts } = await runs.stop(id);
    await fetch(lab.url('LOCAL') + PATH);
    expect(verdicts).toMatchObject([{ label: 'LOCAL', requests: 2, keys: 1, repeats: 1, amplification: 1 }]);
    expect((await recordsOf(runs, id)).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await runs.stop(id)).verdicts).toEqual(verdicts);
  });

  it('says of a server that is not there any more that it has lost the rest', async () => {
    await using lab = await startLab({ LOCAL: {}, GONE: { faults: [] } });
    const runs = new Runs();
    const { id } = await runs.start(lab.servers);
    await fetch(lab.url('GONE') + PATH);
    const { cuts, verdicts } = await runs.stop(id, [lab.server('LOCAL')]);
    expect(cuts).toEqual(['GONE was closed during the run; what came after is not counted.']);
    expect(verdicts.map(({ label, requests }) => [label, requests])).toEqual([
      ['LOCAL', 0],
      ['GONE', 1],
    ]);
  });

  it('without a name goes on alone at its servers, and is told whom to wait for', async () => {
    await using lab = await startLab({ LOCAL: {}, LIMITED: {} });
    const runs = new Runs();
    const first = await runs.start([lab.server('LOCAL')]);
    await runs.start([lab.server('LIMITED')]);
    await fetch(lab.url('LOCAL') + PATH);
    await expect(runs.start(lab.servers)).rejects.toMatchObject({
      code: 'LAB_CONFLICT',
      message: expect.stringMatching(/^run-1 goes on at LOCAL: .*name.*\/api\/runs\/run-1\/stop/),
    });
    expect((await runs.stop(first.id)).verdicts).toMatchObject([{ requests: 1 }]);
    expect((await runs.start([lab.server('LOCAL')])).state).toBe('running');
  });

  it('that starts at the same moment as another is refused all the same', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const started = await Promise.allSettled([runs.start(lab.servers), runs.start(lab.servers)]);
    expect(started.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('with a lease gives way to another once nobody has renewed it for that long', async () => {
    await using lab = await startLab({ LOCAL: {} });
    let nowMs = 0;
    const runs = new Runs({ clock: () => nowMs });
    const left = await runs.start(lab.servers, { leaseMs: 15_000 });
    await fetch(lab.url('LOCAL') + PATH);
    nowMs = 10_000;
    runs.renew(left.id);
    nowMs = 20_100;
    await expect(runs.start(lab.servers)).rejects.toThrow(
      /^run-1 goes on at LOCAL: .*, or wait 5s where whoever started it is gone$/,
    );
    expect((await runs.start(lab.servers, { name: 'red' })).state).toBe('running');
    await runs.stop('run-2');
    nowMs = 25_000;
    const next = await runs.start(lab.servers, { leaseMs: 15_000 });
    expect(runs.get(left.id)).toMatchObject({
      state: 'stopped',
      cuts: ['run-3 has taken its place, since nobody had renewed it; what came after its start is not counted.'],
      verdicts: [{ requests: 1 }],
    });
    expect(runs.renew(left.id).state).toBe('stopped');
    nowMs = 50_000;
    expect(runs.renew(next.id).state).toBe('running');
    await expect(runs.start(lab.servers)).rejects.toThrow('or wait 15s');
  });

  it('forgets the records of those that stopped first, where all have too many together, and says so', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs({ maxStoppedRecords: 4 });
    const ids: string[] = [];
    for (const requests of [2, 2, 2, 6]) {
      const { id } = await runs.start(lab.servers);
      for (let i = 0; i < requests; i++) await fetch(lab.url('LOCAL') + PATH);
      await runs.stop(id);
      ids.push(id);
      if (ids.length === 3) expect(await recordsOf(runs, ids[1]!)).toHaveLength(2);
    }
    await expect(runs.records(ids[0]!)).rejects.toThrow(
      'the records of run-1 have been forgotten: stopped runs keep 4 together, those of the last ones',
    );
    await expect(runs.records(ids[2]!)).rejects.toThrow('forgotten');
    expect(await recordsOf(runs, ids[3]!)).toHaveLength(6);
    expect(runs.get(ids[0]!).verdicts).toMatchObject([{ requests: 2 }]);
  });

  it('is refused where a hundred go on, unless the lease of one of them is over', async () => {
    await using lab = await startLab({ LOCAL: {} });
    let nowMs = 0;
    const runs = new Runs({ clock: () => nowMs });
    for (let i = 0; i < 99; i++) await runs.start(lab.servers, { name: `run${i}` });
    const left = await runs.start(lab.servers, { name: 'left', leaseMs: 15_000 });
    await expect(runs.start(lab.servers, { name: 'too-soon' })).rejects.toThrow('100 runs go on: stop some of them');
    nowMs = 15_000;
    await runs.start(lab.servers, { name: 'next' });
    expect(runs.get(left.id)).toMatchObject({
      state: 'stopped',
      cuts: ['run-101 has taken its place, since nobody had renewed it; what came after its start is not counted.'],
    });
    await expect(runs.start(lab.servers, { name: 'one-more' })).rejects.toThrow('100 runs go on: stop some of them');
    await runs.stop('run-1');
    expect((await runs.start(lab.servers, { name: 'one-more' })).state).toBe('running');
  });

  it('with a name excludes no other, and has the requests that give its name', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
    const runs = new Runs();
    const ask = async (run: string) => (await fetch(lab.url('ERROR') + PATH, { headers: { 'X-Lab-Run': run } })).status;
    expect([await ask('red'), await ask('red')]).toEqual([503, 200]);
    const [red, blue] = [
      await runs.start(lab.servers, { name: 'red' }),
      await runs.start(lab.servers, { name: 'blue' }),
    ];
    expect([await ask('red'), await ask('blue'), await ask('green'), await ask('red')]).toEqual([503, 503, 503, 200]);
    expect(red).toMatchObject({ name: 'red', state: 'running' });
    expect((await runs.stop(red.id)).verdicts).toMatchObject([{ run: 'red', requests: 2, retries: 1, ok: 1 }]);
    expect((await runs.stop(blue.id)).verdicts).toMatchObject([{ run: 'blue', requests: 1, retries: 0 }]);
    expect((await recordsOf(runs, red.id)).map(({ run, attempt }) => `${run} ${attempt}`)).toEqual(['red 1', 'red 2']);
  });

  it('with a name is not started afresh by one without, which is refused', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    await runs.start(lab.servers, { name: 'red' });
    await expect(runs.start(lab.servers)).rejects.toThrow('run-1 ("red") goes on at LOCAL');
  });

  it('gives its name away to a later one, which begins at attempt 1, and says so', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const ask = () => fetch(lab.url('LOCAL') + PATH, { headers: { 'X-Lab-Run': 'red' } });
    const first = await runs.start(lab.servers, { name: 'red' });
    await ask();
    const second = await runs.start(lab.servers, { name: 'red' });
    await ask();
    expect(runs.get(first.id)).toMatchObject({
      state: 'stopped',
      cuts: ['run-2 has taken the name "red"; what came after its start is not counted.'],
      others: [],
      verdicts: [{ requests: 1 }],
    });
    expect((await runs.stop(second.id)).verdicts).toMatchObject([{ requests: 1 }]);
    expect((await recordsOf(runs, second.id)).map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('has a verdict for each name that its requests give', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503'] } });
    const runs = new Runs();
    const { id } = await runs.start(lab.servers);
    for (const run of ['red', 'green', 'blue']) {
      await fetch(lab.url('ERROR') + PATH, { headers: { 'X-Lab-Run': run } });
    }
    await fetch(lab.url('ERROR') + PATH);
    const one = { requests: 1, retries: 0, amplification: 1, backOff: undefined };
    expect((await runs.stop(id)).verdicts).toMatchObject([
      { run: 'red', ...one },
      { run: 'green', ...one },
      { run: 'blue', ...one },
      { run: undefined, ...one },
    ]);
  });

  it('without a name tells which names are of other runs: those there were before it, and those started by name amid it', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const ask = async (...names: string[]) => {
      for (const run of names) await fetch(lab.url('LOCAL') + PATH, { headers: { 'X-Lab-Run': run } });
    };
    await ask('before', 'gone');
    const first = await runs.start(lab.servers);
    await runs.start(lab.servers, { name: 'amid' });
    await ask('before', 'amid', 'own', '');
    expect((await runs.stop(first.id)).others).toEqual(['before', 'amid']);
    await runs.stop('run-2');
    await ask('between');
    const second = await runs.start(lab.servers);
    await ask('own', 'between');
    expect(await runs.stop(second.id)).toMatchObject({
      others: ['between'],
      verdicts: [{ run: 'own' }, { run: 'between' }],
    });
  });

  it('says that a server was reset meanwhile, and judges what came after', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const [all, red] = [await runs.start(lab.servers), await runs.start(lab.servers, { name: 'red' })];
    const ask = () => fetch(lab.url('LOCAL') + PATH, { headers: { 'X-Lab-Run': 'red' } });
    for (let i = 0; i < 3; i++) await ask();
    await runs.reset(lab.server('LOCAL'));
    await ask();
    for (const { id } of [all, red]) {
      expect(await runs.stop(id)).toMatchObject({
        cuts: ['LOCAL was reset during the run; what it saw before is lost.'],
        verdicts: [{ requests: 1 }],
      });
    }
  });

  it('is forgotten once it has stopped and twenty more have; one that goes on never is', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const ongoing = await runs.start(lab.servers, { name: 'red' });
    const first = await runs.start(lab.servers, { name: 'blue' });
    await runs.stop(first.id);
    for (let i = 0; i < 20; i++) {
      expect(runs.get(first.id).state).toBe('stopped');
      await runs.stop((await runs.start(lab.servers, { name: 'blue' })).id);
    }
    expect(() => runs.get(first.id)).toThrow(/no run/);
    expect(runs.get(ongoing.id).state).toBe('running');
    await runs.stop(ongoing.id);
    expect(runs.get(ongoing.id).state).toBe('stopped');
  });
});

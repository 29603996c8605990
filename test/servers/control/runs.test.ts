import { describe, expect, it } from 'vitest';
import { Runs } from '../../../servers/control/runs.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';

const PATH = '/flags/br/br.gif';

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
    expect(verdicts[0]).toMatchObject({ label: 'LOCAL', requests: 2, keys: 1, maxAttempts: 2, amplification: 2 });
    expect((await runs.records(id)).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await runs.stop(id)).verdicts).toEqual(verdicts);
  });

  it('is stopped by the next run on the same server, and keeps its verdict', async () => {
    await using lab = await startLab({ LOCAL: {}, LIMITED: {} });
    const runs = new Runs();
    const first = await runs.start([lab.server('LOCAL')]);
    const other = await runs.start([lab.server('LIMITED')]);
    await fetch(lab.url('LOCAL') + PATH);
    await runs.start([lab.server('LOCAL')]);
    expect(runs.get(first.id)).toMatchObject({ state: 'stopped', verdicts: [{ requests: 1 }] });
    expect(runs.get(other.id).state).toBe('running');
  });

  it('is forgotten after twenty more', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const runs = new Runs();
    const { id } = await runs.start(lab.servers);
    for (let i = 0; i < 20; i++) await runs.start(lab.servers);
    expect(() => runs.get(id)).toThrow(/no run/);
  });
});

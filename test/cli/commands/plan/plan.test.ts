import { describe, expect, it } from 'vitest';
import { CODES, crawlSeed, FAILS } from '../../../helpers/bench/crawl-seed.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';

function isSummary(line: string): boolean {
  return /^\d+ requests?: /.test(line);
}

describe('plan', () => {
  it('is the same each time for a seed, and another for another seed', async () => {
    const plan = async (seed: string) =>
      (await runInMemory(['plan', '-s', 'ERROR', '-a', '--seed', seed, '--json'])).stdout;
    expect(await plan('7')).toBe(await plan('7'));
    expect(JSON.parse(await plan('8')).fates).not.toEqual(JSON.parse(await plan('7')).fates);
  });

  it('has the JSON shape that scripts rely on', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'error', 'BR', 'FR', '-m', '2', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      label: 'ERROR',
      seed: 42,
      timeScale: 1,
      m: 2,
      fates: [
        { code: 'BR', attempt: 1, delayMs: expect.any(Number), status: 200, outcome: expect.any(String) },
        { code: 'FR', attempt: 1 },
      ],
      sumMs: expect.any(Number),
      longestMs: expect.any(Number),
      idealMs: expect.any(Number),
    });
  });

  it('foretells a crawl: each address, and what is never found', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'LOCAL', '--crawl', 'BR', 'FR']);
    expect(stdout).toMatch(/^\/flags\/br\/metadata\.json .* ok *$/m);
    expect(stdout).toContain('\n5 requests: 5 ok, ');
    const failing = (address: string) =>
      runInMemory([
        ...['plan', '-s', 'BAD', '--crawl', ...CODES],
        ...['--fault', `BAD:${FAILS}`, '--seed', String(crawlSeed('BAD', address))],
      ]);
    const { stdout: list } = await failing('/flags/');
    expect(list).toContain('\nnever found: all 6 others, since /flags/ fails\n7 items: 0 ok, ');
    const { stdout: metadata } = await failing('/flags/br/metadata.json');
    expect(metadata).toContain('\nnever found: 1 flag, behind metadata.json that fails\n7 items: 5 ok, ');
  });

  it('has the same fields for every fate in JSON, with null for what there is not', async () => {
    const faults = [
      'hang@20%',
      'truncate@20%',
      'capacity=2,service=2s,queue=2,shed=hang',
      'throttle=20KB/s',
      'travel=50ms',
    ];
    const given = faults.flatMap((fault) => ['--fault', fault]);
    const { stdout } = await runInMemory(['plan', '-s', 'LIMITED', ...given, '-a', '-m', '20', '--json']);
    const { fates } = JSON.parse(stdout) as { fates: { shed: boolean; status: unknown }[] };
    expect(new Set(fates.map((fate) => Object.keys(fate).join(' ')))).toEqual(
      new Set(['code isMetadata attempt travelMs serviceMs delayMs slowHeadersMs bodyMs status outcome shed']),
    );
    const statuses = (shed: boolean) => new Set(fates.filter((fate) => fate.shed === shed).map(({ status }) => status));
    expect([statuses(false), statuses(true)]).toEqual([new Set([200, null]), new Set([null])]);
  });

  it('says how many a full queue turns away, up to which m there is room, and what it cannot know', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'LIMITED', '-a', '-m', '100']);
    expect(stdout).toMatch(
      /\nZW +– +503 +httpError *\nnot known: other clients, .*\nnot known: which ones .*\n194 requests: 40 ok, /,
    );
    const end = stdout.trimEnd().split('\n').slice(-3);
    expect(end[0]).toMatch(/^a full queue turns away about \d+ to 154 of 194, fewer on a busy computer$/);
    expect(end.slice(1)).toEqual([
      'there is room for 40 at once: up to m = 40 none is turned away',
      'the ideal is for a client to which none of this happens',
    ]);
    expect((await runInMemory(['plan', '-s', 'LIMITED', '-a', '-m', '40'])).stdout).not.toContain('turned away');
  });

  it('calls outcomes one case of several where the queue may turn away more or fewer, and says nothing of it elsewhere', async () => {
    const summary = async (line: string) =>
      (await runInMemory(['plan', '-s', 'LIMITED', '-a', ...line.split(' ')])).stdout.split('\n').find(isSummary);
    expect(await summary('-m 42 --repeat 2')).toMatch(
      /^388 requests: .*\(timeout 3\.1s\); this is one case of several, that of a computer which takes no time itself$/,
    );
    expect(await summary('-m 40')).toMatch(/\(timeout 3\.1s\)$/);
  });

  it('says that behind a first queue a second may turn away fewer or more on a busy computer', async () => {
    const faults = ['capacity=8,queue=8', 'capacity=4,queue=4'].flatMap((fault) => ['--fault', fault]);
    const { stdout } = await runInMemory(['plan', '-s', 'LIMITED', '-a', '-m', '100', ...faults]);
    expect(stdout).toMatch(/^a full queue turns away about \d+ to \d+ of 194, fewer or more on a busy computer$/m);
  });

  it.each([
    ['BR', '1 request will time out: it is'],
    ['BR FR --time-scale 0.1', '2 requests will time out: they are'],
  ])('does not know which comes first, an answer or a timeout of the same moment: %s', async (line, which) => {
    const args = `plan -s DELAY --fault slow-headers=2s --timeout 2s ${line}`;
    const { stdout } = await runInMemory(args.split(' '));
    expect(stdout).toContain(`\nnot known: whether ${which} planned to be answered just as the timeout comes\n`);
    expect((await runInMemory([...args.split(' '), '--timeout', '2.1s'])).stdout).not.toContain('not known');
  });

  it('counts the service at each of two capacities for that', async () => {
    const faults = ['capacity=8', 'capacity=8,service=1s'].flatMap((fault) => ['--fault', fault]);
    const told = async (timeout: string) =>
      (await runInMemory(['plan', '-s', 'LOCAL', 'BR', ...faults, '--timeout', timeout])).stdout;
    const [sum] = /(?<=^sum )[\d.]+(?= s)/m.exec(await told('20s'))!;
    expect(await told(`${sum}s`)).toContain('not known: whether 1 request will time out');
    expect(await told('20s')).not.toContain('will time out');
  });

  it('says how many time out because they have to queue', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'LIMITED', '--fault', 'capacity=2,service=900ms', '-m', '20']);
    expect(stdout).toContain(
      '\n20 requests: 6 ok, 0 notFound, 0 httpError, 14 timeout, 0 networkError (timeout 3.1s)\n',
    );
    expect(stdout).toContain('\nabout 14 of 20 time out because they have to queue\n');
  });

  it('adds up what two capacities take, each for itself', async () => {
    const faults = ['--fault', 'capacity=8,service=fixed:100ms', '--fault', 'capacity=8,service=fixed:500ms'];
    const { stdout } = await runInMemory(['plan', '-s', 'X', ...faults, 'BR']);
    expect(stdout).toContain('\nBR    600.0 ms     200  ok');
    expect(stdout).toContain('\nsum 0.60 s, longest 0.60 s\nideal for m = 1: 0.60 s; taken in this order: 0.60 s\n');
  });

  it('says that it does not know what a rate turns away', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'LOCAL', '--fault', 'rate=5/s', 'BR']);
    expect(stdout).toContain('\nnot known: what the rate limit turns away, which depends on when requests come\n');
  });

  it('knows nothing of times where headers decide, and says so', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'LOCAL', '--fault', 'delay=1s,if-header=a:b', 'BR']);
    expect(stdout).toContain('\nBR    0.0 ms     200  ok');
    expect(stdout).toContain(
      'not known: which requests have the headers that faults depend on; this is what happens to',
    );
    expect(stdout).not.toContain('ideal');
  });

  it('counts slow headers against the timeout, as get does', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'DELAY', '--fault', 'slow-headers=4s']);
    expect(stdout).toContain('20 requests: 0 ok, 0 notFound, 0 httpError, 20 timeout, 0 networkError');
  });

  it('prints a line for each item, then the sums', async () => {
    const { stdout } = await runInMemory(['plan', '-s', 'DELAY', 'BR', '--time-scale', '0.1']);
    expect(stdout).toMatch(
      /^DELAY: delay=uniform:500ms\.\.5s; seed 42, time scale 0\.1\ncode +delay +status +outcome *\nBR +\d+\.\d ms +200 +\w+ *\n/,
    );
    expect(stdout).toMatch(/\n1 request: .*\nsum \d\.\d\d s, longest \d\.\d\d s\nideal for m = 1: \d\.\d\d s;/);
  });

  it('foretells faults that are given instead', async () => {
    const { stdout } = await runInMemory([
      'plan',
      '-s',
      'LOCAL',
      '--fault',
      'hang@50%',
      '--fault',
      'truncate@50%',
      '-a',
      '--json',
    ]);
    const outcomes = new Set(JSON.parse(stdout).fates.map(({ outcome }: { outcome: string }) => outcome));
    expect(outcomes).toEqual(new Set(['ok', 'timeout', 'networkError']));
  });

  it('foretells none for none, and refuses it beside another', async () => {
    const { code, stdout } = await runInMemory(['plan', '-s', 'ERROR', 'BR', '--fault', 'none']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ERROR: none;.*\n.*\nBR +0\.0 ms +200 +ok *\n/);
    expect(await runInMemory(['plan', '-s', 'ERROR', 'BR', '--fault', 'none', '--fault', 'hang'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('error: "none" stands alone: it cannot be given beside other faults\n'),
    });
  });

  it('asks for a server', async () => {
    const { code, stderr } = await runInMemory(['plan']);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '-s, --server <LABEL>' not specified");
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepRun } from '../../../helpers/bench/keep-run.ts';
import { type Simulation, simulatedRun } from '../../../helpers/bench/simulated-run.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { type Ran, runFlaglab } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const CELLS = [
  { server: 'DELAY', strategy: 'async', m: 20 },
  { server: 'ERROR', strategy: 'workers', m: 8 },
];

/** Keeps two runs and compares the first with the second, in the folder that `last` and files belong to. */
async function compareTwo(
  a: Partial<Simulation>,
  b: Partial<Simulation>,
  args: readonly string[] = ['last~1', 'last'],
): Promise<Ran & { readonly markdown: string | undefined }> {
  await using folder = await temporaryFolder();
  await keepRun(join(folder.path, 'results'), 1, simulatedRun({ cells: CELLS, noiseSeed: 1, ...a }));
  await keepRun(join(folder.path, 'results'), 2, simulatedRun({ cells: CELLS, noiseSeed: 2, ...b }));
  const ran = await runFlaglab(['compare', ...args], { cwd: folder.path });
  const markdown = await readFile(join(folder.path, 'out.md'), 'utf8').catch(() => undefined);
  return { ...ran, markdown };
}

const SLOWER: Partial<Simulation> = { slowness: ({ server }) => (server === 'ERROR' ? 1.4 : 1) };

describe('flaglab compare', () => {
  it('says that no difference is shown between two runs of the same', async () => {
    const { code, stdout, stderr } = await compareTwo({}, {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'A  run-1  npx flaglab bench',
      'B  run-2  npx flaglab bench',
      '',
      expect.stringMatching(/^server +strategy +m +figure +A +B +B \/ A +95 % interval +B is$/),
      expect.stringMatching(
        /^DELAY +async +20 +goodput +5\d\.\d\/s +5\d\.\d\/s +\d\.\d\d +0\.\d\d to 1\.\d\d +no difference shown$/,
      ),
      expect.stringMatching(/^DELAY +async +20 +latency +2\d\d\.\d ms .* no difference shown$/),
      expect.stringMatching(/^ERROR +workers +8 +goodput .* no difference shown$/),
      expect.stringMatching(/^ERROR +workers +8 +latency .* no difference shown$/),
      '',
      'note: the 95 % are for the 4 intervals together',
      '',
      'No difference shown in 2 of 2 cells.',
      '',
    ]);
  });

  it('says which cells are slower, and takes ids and paths', async () => {
    const { code, stdout } = await compareTwo({}, SLOWER, ['run-1', 'results/run-2/summary.json']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ERROR +workers +8 +goodput .* 0\.\d\d +0\.\d\d to 0\.\d\d +slower$/m);
    expect(stdout).toContain('\nB is slower on ERROR workers at m = 8; no difference shown in 1 of 2 cells.\n');
  });

  it('says when nothing was repeated', async () => {
    const { stdout } = await compareTwo({ repetitions: 1 }, { repetitions: 1 });
    expect(stdout).toMatch(/^note: nothing was repeated, .*; npx flaglab bench --repetitions 3 measures it$/m);
  });

  it('prints JSON', async () => {
    const { code, stdout } = await compareTwo({}, SLOWER, ['last~1', 'last', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      a: { id: 'run-1' },
      b: { id: 'run-2' },
      seed: 42,
      cells: [
        { server: 'DELAY', strategy: 'async', m: 20, verdict: 'no difference shown' },
        { verdict: 'slower', goodputPerSecond: { comparison: { ok: true, verdict: 'slower', runNoise: 'measured' } } },
      ],
      leftOut: [],
      notes: [],
      regressions: [],
    });
  });

  it('writes Markdown', async () => {
    const { code, stdout, markdown } = await compareTwo({}, SLOWER, ['last~1', 'last', '--markdown', 'out.md']);
    expect(code).toBe(0);
    expect(stdout).toContain('B is slower on ERROR workers at m = 8');
    expect(markdown).toMatch(/^## Flag Lab: B is slower on ERROR workers at m = 8;/);
  });
});

describe('flaglab compare --fail-on-regression', () => {
  it.each([[['--fail-on-regression', '5%']], [['--fail-on-regression']]])(
    'exits with 99 when a cell is slower by more than that: %j',
    async (option) => {
      const { code, stderr, markdown } = await compareTwo({}, SLOWER, [
        'last~1',
        'last',
        ...option,
        '--markdown',
        'out.md',
      ]);
      expect(code).toBe(99);
      expect(stderr).toMatch(/^regression: ERROR workers at m = 8 is slower: B's goodput is 0\.\d\d × A's, .*\n$/);
      expect(markdown).toContain('- **Regression**: ERROR workers at m = 8 is slower');
    },
  );

  it.each<[string, Partial<Simulation>, string]>([
    ['slower by less', SLOWER, '60%'],
    ['faster', { slowness: () => 0.6 }, '5%'],
    ['the same', {}, '0%'],
  ])('exits with 0 when B is %s', async (_, b, share) => {
    const { code, stderr } = await compareTwo({}, b, ['last~1', 'last', '--fail-on-regression', share]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('flaglab compare with cells and flags that only one run has', () => {
  it('counts the cells that were left out once, last, and says that a regression was not looked for there', async () => {
    const args = ['last~1', 'last', '--fail-on-regression'];
    const { code, stdout, stderr } = await compareTwo({}, { cells: [CELLS[0]!], items: 30 }, args);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(-7)).toEqual([
      'left out: only A has ERROR workers at m = 8',
      'left out: the flags that only one run asked for, 10 of 40',
      'left out: the goodput of DELAY async at m = 20, since it depends on all flags, and some are in one run only',
      'note: the 95 % are for the 2 intervals together',
      '',
      'No difference shown in 1 of 1 cell; 1 more was left out.',
      '',
    ]);
    expect(stderr).toBe('warning: cells were left out, and not judged\n');
  });
});

describe('flaglab compare with a cell that a self-check doubts', () => {
  it('leaves it undecided and says so, where a regression fails on stderr too', async () => {
    await using folder = await temporaryFolder();
    const [a, b] = [1, 1.6].map((factor, i) =>
      simulatedRun({ cells: CELLS, noiseSeed: i, repetitions: 1, slowness: () => factor }),
    );
    const doubt = { kind: 'timer', cell: 0, message: 'm', hint: 'h' } as const;
    await keepRun(folder.path, 1, { ...a!, result: { ...a!.result, warnings: [doubt] } });
    await keepRun(folder.path, 2, b!);
    const compared = ['compare', 'last~1', 'last', '--results', folder.path];
    const { stdout } = await runInMemory(compared);
    expect(stdout).toContain('\nB is slower on ERROR workers at m = 8; 1 undecided.\n');
    expect(stdout).toContain('\nnote: undecided, since a self-check doubts it: DELAY async at m = 20\n');
    const { code, stderr } = await runInMemory([...compared, '--fail-on-regression']);
    expect(code).toBe(99);
    expect(stderr).toMatch(
      /^regression: ERROR .*\nwarning: not judged, .*: DELAY async at m = 20; bench with --repetitions 3\n$/,
    );
  });
});

describe('flaglab compare, used wrongly,', () => {
  it('exits with 1 and says so for runs of other fates', async () => {
    await using folder = await temporaryFolder();
    const run = simulatedRun({ cells: CELLS, noiseSeed: 1 });
    await keepRun(folder.path, 1, run);
    await keepRun(folder.path, 2, { ...run, result: { ...run.result, seed: 7 } });
    const { code, stdout } = await runInMemory(['compare', 'last~1', 'last', '--results', folder.path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^left out: DELAY, ERROR had seed 42 in A and 7 in B, so that each flag met another fate\n\nNothing could be compared\.$/m,
    );
  });

  it('exits with 1 where the runs have nothing in common', async () => {
    const { code, stdout, stderr } = await compareTwo({ cells: [CELLS[0]!] }, { cells: [CELLS[1]!] });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'left out: only A has DELAY async at m = 20\nleft out: only B has ERROR workers at m = 8\n',
    );
    expect(stderr).toBe('error: there is nothing in A and B that can be compared\n');
  });

  it.each([
    [1, ['last~1', 'nowhere'], /^error: there is no run "nowhere": /],
    [1, ['last~2', 'last'], /^error: there is no run "last~2" /],
    [2, ['last'], /^error: missing required argument 'B'\n/],
    [
      2,
      ['last~1', 'last', '--fail-on-regression', 'much'],
      /^error: option '--fail-on-regression.*"much" is not a share/,
    ],
    [
      1,
      ['last~1', 'last', '--markdown', 'no/such/folder/out.md'],
      /^error: no\/such\/folder\/out\.md cannot be written/,
    ],
  ])('exits with %d: %j', async (expected, args, message) => {
    const { code, stdout, stderr } = await compareTwo({}, {}, args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

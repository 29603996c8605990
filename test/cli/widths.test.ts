import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosisText } from '../../cli/commands/doctor/diagnosis-text.ts';
import { verdictLines } from '../../cli/commands/watch/verdict-report.ts';
import { run } from '../../cli/run.ts';
import { startLab } from '../../servers/lab/start-lab.ts';
import { keepRun } from '../helpers/bench/keep-run.ts';
import { reportedResult } from '../helpers/bench/reported-run.ts';
import { simulatedRun } from '../helpers/bench/simulated-run.ts';
import { MemoryContext } from '../helpers/memory-context.ts';
import { shownLines } from '../helpers/shown-lines.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A terminal that says 0 does not know its width, and is taken for the usual one. */
const WIDTHS = [
  [80, 80],
  [100, 100],
  [140, 140],
  [0, 80],
] as const;

let results: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  results = await temporaryFolder();
  const cells = ['LOCAL', 'DELAY', 'ERROR'].map((server) => ({ server, strategy: 'async', m: 20 }));
  await keepRun(results.path, 1, simulatedRun({ noiseSeed: 1, cells }));
  await keepRun(results.path, 2, simulatedRun({ noiseSeed: 2, cells, repetitions: 1, slowness: () => 1.4 }));
  const commandLine = `npx flaglab bench ${'--assert "async.DELAY.goodput > 40" '.repeat(6)}--csv /a/${'b'.repeat(150)}`;
  await keepRun(results.path, 3, { result: { ...reportedResult(), commandLine }, records: [] });
});

afterAll(() => results[Symbol.asyncDispose]());

async function ran(args: readonly string[], columns: number): Promise<MemoryContext> {
  const context = new MemoryContext(args, { columns, env: { NO_COLOR: '1' } });
  await run(context);
  return context;
}

/** All lines that a command shows on a terminal. */
async function linesOf(args: readonly string[], columns: number): Promise<string[]> {
  const context = await ran(args, columns);
  const shown = context.stdout.text + context.stderr.text;
  // A bar begins its line anew.
  return shown.split(/[\n\r]/).map((line) => line.replace('\u001b[K', ''));
}

function longest(lines: readonly string[]): number {
  return Math.max(...lines.map(({ length }) => length));
}

describe.each(WIDTHS)('on a terminal of %d columns no line is wider than %d', (columns, width) => {
  it.each([
    'plan -s ERROR -a -m 20 --names --schedule ERROR@10s:status=503@50%',
    'plan -s LIMITED -a -m 100 --retries 3',
    'faults',
    'faults capacity',
    'faults delay',
    'explain',
    'explain ideal',
    '--help',
    'bench --help',
    'history --results {results}',
    'report run-1 --results {results}',
    'report run-3 --results {results}',
    'compare run-1 run-2 --results {results}',
    'compare run-1 run-3 --results {results}',
    'plan -s NOWHERE',
    'get -m 0',
  ])('of %s', async (line) => {
    const lines = await linesOf(line.replace('{results}', results.path).split(' '), columns);
    expect(lines.length).toBeGreaterThan(1);
    // The path of a file stays whole, so that it can be copied.
    expect(longest(lines.filter((shown) => !shown.includes('bbbbb')))).toBeLessThanOrEqual(width);
  });

  it('of doctor', () => {
    const noise = { load: 0.4, timerErrorMs: 1.234, loopbackLatencyMs: 0.0456 };
    const diagnosis = { cores: 2, noise, pairs: 10, flags: 776, found: { ok: true, share: 0.05, noiseShare: 0.04 } };
    expect(
      longest(shownLines(diagnosisText(diagnosis as Parameters<typeof diagnosisText>[0]), columns)),
    ).toBeLessThanOrEqual(width);
  });

  it('of watch', async () => {
    await using lab = await startLab({ LAB: { faults: ['status=503@50%,retry-after=1s', 'delay=fixed:1ms'] } });
    for (const code of ['br', 'de', 'fr', 'br', 'br'])
      await fetch(`${lab.url('LAB')}/flags/${code}/${code}.gif`).then((answer) => answer.arrayBuffer());
    const lines = verdictLines(await lab.verdict('LAB'), true, { isTTY: true, columns });
    expect(longest(shownLines(lines, columns))).toBeLessThanOrEqual(width);
  });
});

it('shows all of it in a pipe, each sentence and each row in one line', async () => {
  const context = new MemoryContext(['compare', 'run-1', 'run-2', '--results', results.path]);
  await run(context);
  expect(context.stdout.text).not.toContain('…');
  expect(longest(context.stdout.text.split('\n'))).toBeGreaterThan(80);
});

it('cuts a long command in a pipe, where its answer follows on the same line, and keeps it whole in JSON', async () => {
  const shown = async (...more: string[]) => {
    const context = new MemoryContext(['history', '--results', results.path, ...more]);
    await run(context);
    return context.stdout.text;
  };
  const text = await shown();
  expect(text).not.toMatch(/ $/m);
  const [head, ...rows] = text.trimEnd().split('\n');
  expect(rows).toHaveLength(3);
  const answerAt = head!.indexOf('answer');
  expect(answerAt - head!.indexOf('command')).toBe(100 + '  '.length);
  expect(rows[2]!.slice(0, answerAt)).toMatch(/--assert … {2}$/);
  expect(rows[2]!.slice(answerAt)).toMatch(/^\w.*\.$/);
  expect(JSON.parse(await shown('--json'))[2].commandLine).toMatch(/b{150}$/);
});

it('has no line that is wider than its terminal in a bench, which ends with its answer and the path of its report', async () => {
  const args = `bench -s LOCAL -s DELAY -c sequential -c async -l 10 --sweep 2,10 --time-scale 0.05 --results ${results.path}`;
  const { text } = (await ran(args.split(' '), 80)).stdout;
  expect(longest(text.split('\n').filter((line) => !line.includes(results.path)))).toBeLessThanOrEqual(80);
  const [answer, path] = text.trim().split('\n\n').slice(-2);
  expect(answer).toMatch(/^With 10 requests in flight async finished DELAY/);
  expect(path).toMatch(/^Report: .*report\.html/);
});

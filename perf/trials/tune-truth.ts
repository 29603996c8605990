// Whether tune finds what is known: `npm run trials:tune [seeds]`. Each trial makes up a server with slots and a service time and
// tunes the async client on it, beside a process that keeps a core busy. Writes its part of docs/trials.md.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from '../../bench/report/markdown/markdown-table.ts';
import { tuneCase } from './tune-case.ts';

/** What the trials of one kind of server have found. */
interface Row {
  readonly slots: number;
  readonly serviceMs: number;
  /** The best m of each seed. */
  readonly found: readonly number[];
  /** How many intervals held the slots. */
  readonly held: number;
}

const SEEDS = Number(process.argv[2] ?? 10);
const SLOTS = [4, 8, 16];
const SERVICE_MS = [50, 100, 200];
const NEAR = 0.25;
const NEAR_NEEDED = 0.95;
const FILE = new URL('../../docs/trials.md', import.meta.url);
const [BEGIN, END] = ['<!-- tune -->', '<!-- /tune -->'];

const started = performance.now();
const busy = spawn(process.execPath, ['--eval', 'while (true);'], { stdio: 'ignore' });
const rows: Row[] = [];
try {
  for (const slots of SLOTS) for (const serviceMs of SERVICE_MS) rows.push(await tryServer(slots, serviceMs));
} finally {
  busy.kill();
}
const all = rows.flatMap(({ slots, found }) => found.map((m) => Math.abs(m / slots - 1) <= NEAR));
const near = all.filter(Boolean).length;
const summary = `**${near} of ${all.length} were within 25 %** (${((performance.now() - started) / 60_000).toFixed(0)} minutes, ${SEEDS} seeds each).`;
console.log(summary);
writeFileSync(FILE, withPart(readFileSync(FILE, 'utf8'), `${table()}\n\n${summary}`));
process.exitCode = near >= NEAR_NEEDED * all.length ? 0 : 1;

async function tryServer(slots: number, serviceMs: number): Promise<Row> {
  const found: number[] = [];
  let held = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { choice, cells, sure } = await tuneCase({ slots, serviceMs, seed });
    if (choice === undefined) throw new Error('no level was allowed');
    const { best, lowM, highM } = choice;
    found.push(best.m);
    if (lowM <= slots && slots <= highM) held += 1;
    const certainty = `${cells} measurements${sure ? '' : ', not sure'}`;
    console.log(`${slots} slots, ${serviceMs} ms, seed ${seed}: ${best.m} (${lowM} to ${highM}), ${certainty}`);
  }
  return { slots, serviceMs, found, held };
}

function table(): string {
  const lines = rows.map(({ slots, serviceMs, found, held }) => {
    const counted = [...Map.groupBy(found, (m) => m)].sort(([a], [b]) => a - b);
    const text = counted.map(([m, same]) => (same.length === 1 ? String(m) : `${m} (${same.length} times)`)).join(', ');
    return [String(slots), `${serviceMs} ms`, text, `${held} of ${found.length}`];
  });
  const heads = ['slots', 'service', 'best m', 'intervals that hold the slots'];
  return markdownTable(
    heads.map((head) => ({ head, align: head === 'best m' ? 'left' : 'right' })),
    lines,
  );
}

function withPart(text: string, part: string): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${FILE.pathname} has lost its marks ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${part}\n\n${END}${after}`;
}

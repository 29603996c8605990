import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import type { Ran } from '../../../helpers/run-flaglab.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const COLUMNS = 80;

/** What is said of a row, up to the next blank line. */
const EXPLAINED = /^DELAY mine at m = 5: [\d.]+ s in its 5 slots, .*?(?=\n\n)/ms;

let results: Awaited<ReturnType<typeof temporaryFolder>>;
let ran: Ran;

beforeAll(async () => {
  results = await temporaryFolder();
  // A client that waits for the slowest of a batch before it begins the next one.
  const args = ['-s', 'DELAY', '-c', join(ROOT, 'examples/mine.ts'), '-m', '5', '--time-scale', '0.05'];
  ran = await flaglab('bench', ...args, '--explain');
}, 60_000);

afterAll(() => results[Symbol.asyncDispose]());

function flaglab(...args: readonly string[]): Promise<Ran> {
  return runInMemory([...args, '--results', results.path], { columns: COLUMNS });
}

async function keptResult(): Promise<BenchResult> {
  return JSON.parse((await flaglab('report', '--format', 'json')).stdout) as BenchResult;
}

describe('bench --explain', () => {
  it('names the slots that a client leaves empty while others end, with what to do', () => {
    const [text = ''] = EXPLAINED.exec(ran.stdout) ?? [];
    const [, first, second] = text.split('\n');
    expect(first).toMatch(/^ +\d+ % injected by the faults: no client can save it$/);
    expect(second).toMatch(/^ +\d+ % slots empty, though flags were still to be asked for$/);
    expect(text).toMatch(/^ {2}Advice: Send the next request as soon as a slot is free: do not wait/m);
  });

  it('accounts for all of the time, in lines that fit', async () => {
    const [text = ''] = EXPLAINED.exec(ran.stdout) ?? [];
    const percents = [...text.matchAll(/^ +(\d+) % /gm)].map(([, percent]) => Number(percent));
    expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100);
    expect(text.split('\n').filter(({ length }) => length > COLUMNS)).toEqual([]);
    const [cell] = (await keptResult()).cells as MeasuredCell[];
    const parts = Object.values(cell!.timeParts!.partsMs);
    expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(cell!.elapsedMs, 6);
    expect(cell!.timeParts!.partsMs.injected).toBeCloseTo(cell!.idealMs, 1);
  });

  it('is said again by the reports of the kept run', async () => {
    const [text = ''] = EXPLAINED.exec(ran.stdout) ?? [];
    expect((await flaglab('report', '--explain')).stdout).toContain(text);
    const [whole = ''] = /[\d.]+ s in its 5 slots/.exec(text) ?? [];
    expect((await flaglab('report', '--format', 'markdown')).stdout).toContain(`${whole}, `);
  });

  it('says that it is not known of a run that an earlier version has kept', async () => {
    const { id } = await keptResult();
    const file = join(results.path, id, 'summary.json');
    const summary = JSON.parse(await readFile(file, 'utf8')) as { cells: { timeParts?: unknown }[] };
    for (const cell of summary.cells) delete cell.timeParts;
    await writeFile(file, JSON.stringify(summary));
    const { stdout } = await flaglab('report', '--explain');
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'or the server has forgotten some of the requests: DELAY mine at m = 5',
    );
    expect(stdout).not.toMatch(EXPLAINED);
  });
});

import { expect, it } from 'vitest';
import { RESULT_SCHEMA_VERSION } from '../../../bench/result/result.ts';
import { parseResult } from '../../../bench/store/parse-result.ts';
import { DataError } from '../../../lib/errors/data-error.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { CURVE } from '../../helpers/bench/reported-run.ts';

const LAW = { gamma: interval(10), alpha: interval(0.01), beta: interval(0.001), r2: 0.99 };

function interval(value: number) {
  return { value, low: value, high: value };
}

/** A summary as version 1 wrote it: cells without a share of errors, levels in which what was not found is an error. */
function versionOne(): string {
  const outcomes = { ok: 15, notFound: 4, httpError: 1, timeout: 0, networkError: 0, cancelled: 0 };
  const { errorShare: _, ...cell } = measuredCell({ server: 'LIMITED', strategy: 'async', m: 8, outcomes });
  const levels = CURVE.levels.map((level) => ({ ...level, errorShare: 0.25 }));
  const failed = { server: 'LIMITED', strategy: 'async', m: 16, repetition: 1, error: 'it broke' };
  const cells = [cell, failed] as unknown as Parameters<typeof benchResult>[0];
  return JSON.stringify({ ...benchResult(cells), schemaVersion: 1, curves: [{ ...CURVE, levels, usl: LAW }] });
}

it('reads a run that version 1 kept, and counts its errors as they are counted now', () => {
  const { schemaVersion, cells, curves } = parseResult(versionOne(), 'summary.json');
  expect(schemaVersion).toBe(RESULT_SCHEMA_VERSION);
  expect(cells[0]).toMatchObject({ errorShare: 0.05 });
  expect(cells[1]).toMatchObject({ error: 'it broke' });
  const shares = new Map(curves[0]!.levels.map(({ m, errorShare }) => [m, errorShare]));
  expect(shares.get(8)).toBe(0.05);
  expect(curves[0]!.usl).toEqual({
    unitGoodputPerSecond: LAW.gamma,
    contention: LAW.alpha,
    coherency: LAW.beta,
    r2: 0.99,
  });
  expect(shares.get(64), 'a level of which no cell is left').toBe(0.25);
});

it.each([
  [2450, { withheld: expect.stringContaining('245 %') }],
  [1010, { efficiency: 1 }],
  [900, { efficiency: 0.9 }],
])('reads what version 2 kept of an ideal of %d ms in a second, and lets no client beat it', (idealMs, kept) => {
  const cell = { ...measuredCell({ server: 'DELAY', strategy: 'async', idealMs }), efficiency: idealMs / 1000 };
  const { cells } = parseResult(JSON.stringify({ ...benchResult([cell]), schemaVersion: 2 }), 'summary.json');
  expect(cells[0]).toMatchObject(kept);
  expect(Object.keys(cells[0]!).filter((name) => name === 'efficiency' || name === 'withheld')).toEqual(
    Object.keys(kept),
  );
});

it('says where a run of version 1 is damaged', () => {
  const damaged = versionOne().replace('"ok":15', '"ok":"15"');
  expect(() => parseResult(damaged, 'summary.json')).toThrow(/\(cells\.0\.outcomes\.ok: must be a number/);
});

it.each([
  ['{"schemaVersion":1}', /summary\.json is not the summary of a bench \(/],
  ['{"schemaVersion":4}', /written by a later flaglab \(version 4\)/],
  ['null', /is not the summary of a bench/],
  ['{', /is damaged/],
])('refuses %s in one line', (text, message) => {
  expect(() => parseResult(text, 'summary.json')).toThrow(DataError);
  expect(() => parseResult(text, 'summary.json')).toThrow(message);
});

import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseDuration } from '../../lib/units/duration.ts';
import { parsePercent } from '../../lib/units/percent.ts';
import { parseSize } from '../../lib/units/size.ts';
import { samplesNeeded } from '../statistics/quantile.ts';
import type { MeasuredCell } from './cell.ts';

/** A figure of a cell that can be asserted. */
export interface AssertedFigure {
  readonly name: string;
  /** The figure in the unit that `parse` gives; undefined where the cell has none. */
  readonly of: (cell: MeasuredCell) => number | undefined;
  /** Reads the number and its unit; throws UsageError. */
  readonly parse: (text: string) => number;
  /** Writes the figure for people. */
  readonly format: (value: number) => string;
  /** How many flags a cell needs for this figure; 0 where any number will do. */
  readonly itemsNeeded: number;
  /** Why a cell may have none. */
  readonly absence: string;
}

type Unit = Pick<AssertedFigure, 'parse' | 'format'>;

const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
const MEGABYTE = 1024 ** 2;

const COUNT: Unit = { parse: numberWith(''), format: digits };
const RATE: Unit = { parse: numberWith('/s'), format: (value) => `${digits(value)}/s` };
const MILLISECONDS: Unit = { parse: bareOr(parseDuration), format: (value) => `${digits(value)} ms` };
const SECONDS: Unit = { parse: bareOr((text) => parseDuration(text) / 1000), format: (value) => `${digits(value)} s` };
const BYTES: Unit = { parse: bareOr(parseSize), format: (value) => `${digits(value / MEGABYTE)} MB` };
const SHARE: Unit = { parse: parseShare, format: (value) => `${digits(value * 100)} %` };
const EFFICIENCY: Unit = { parse: parseRatio, format: SHARE.format };

/** Every figure that can be asserted. A number without a unit is in the unit of the summary's field. */
export const ASSERTED_FIGURES: readonly AssertedFigure[] = [
  measure('goodput', RATE, ({ goodputPerSecond }) => goodputPerSecond),
  measure('throughput', RATE, ({ throughputPerSecond }) => throughputPerSecond),
  quantile('p50', 0.5, ({ latencyP50Ms }) => latencyP50Ms),
  quantile('p95', 0.95, ({ latencyP95Ms }) => latencyP95Ms),
  quantile('p99', 0.99, ({ latencyP99Ms }) => latencyP99Ms),
  measure('errors', SHARE, ({ items, outcomes }) => (items - outcomes.ok - outcomes.notFound) / items),
  measure(
    'efficiency',
    EFFICIENCY,
    ({ efficiency }) => efficiency,
    'there is none for schedules and for fates without time',
  ),
  measure('elapsed', MILLISECONDS, ({ elapsedMs }) => elapsedMs),
  measure('peakInFlight', COUNT, ({ peakInFlight }) => peakInFlight),
  measure('cpu', SECONDS, ({ cpuSeconds }) => cpuSeconds),
  measure('rss', BYTES, ({ peakRssBytes }) => peakRssBytes),
];

function measure(name: string, unit: Unit, of: AssertedFigure['of'], absence = 'no cell has it'): AssertedFigure {
  return { name, ...unit, of, itemsNeeded: 0, absence };
}

function quantile(name: string, q: number, of: AssertedFigure['of']): AssertedFigure {
  const itemsNeeded = samplesNeeded(q);
  return { ...measure(name, MILLISECONDS, of, `it takes ${itemsNeeded} flags a cell to tell`), itemsNeeded };
}

function numberWith(unit: string): (text: string) => number {
  const example = `40${unit}`;
  return (text) => {
    const number = unit !== '' && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;
    if (NUMBER.test(number)) return Number(number);
    throw new UsageError(`"${text}" is not a number of 0 or more: give one such as ${example}`);
  };
}

/** A plain number, or one with a unit that another parser reads. */
function bareOr(parse: (text: string) => number): (text: string) => number {
  return (text) => (NUMBER.test(text) ? Number(text) : parse(text));
}

function parseShare(text: string): number {
  const share = NUMBER.test(text) ? Number(text) : parsePercent(text);
  if (share <= 1) return share;
  throw new UsageError(`"${text}" is not a share: give 0 to 1 or 0% to 100%, such as 5%`);
}

/** A ratio may be over 1, if only to see an assertion fail. */
function parseRatio(text: string): number {
  const isPercent = text.endsWith('%');
  const number = isPercent ? text.slice(0, -1).trim() : text;
  if (!NUMBER.test(number)) throw new UsageError(`"${text}" is not a ratio: give one such as 0.9 or 90%`);
  return isPercent ? Number((Number(number) / 100).toFixed(12)) : Number(number);
}

/** Four significant digits, and no exponent. */
function digits(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

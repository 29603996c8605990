import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseDuration } from '../../lib/units/duration.ts';
import { parsePercent } from '../../lib/units/percent.ts';
import { parseSize, roundedSize } from '../../lib/units/size.ts';

/** How the values of a figure are read and written. A value is in the unit of the figure's field. */
export interface Unit {
  /** What the field's value counts, for documents; empty for plain numbers. */
  readonly symbol: string;
  /**
   * Reads a value, such as `200ms`. A number without a unit is in the unit of the field.
   *
   * @throws UsageError when it is no such value
   */
  readonly parse: (text: string) => number;
  /** Writes a value for people, as finely as it matters. */
  readonly text: (value: number) => string;
  /** Writes a value as finely as one may have asked for it: beside that, a rounded value could seem to contradict it. */
  readonly exactly: (value: number) => string;
}

const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
const MEGABYTE = 1024 ** 2;

/** How many of something. */
export const COUNT: Unit = { symbol: '', parse: numberWith(''), text: wholeOr(1), exactly: digits };

/** Per second. */
export const RATE: Unit = {
  symbol: '/s',
  parse: numberWith('/s'),
  text: (value) => `${value.toFixed(1)}/s`,
  exactly: (value) => `${digits(value)}/s`,
};

/** Milliseconds of one request. */
export const MILLISECONDS: Unit = {
  symbol: 'ms',
  parse: bareOr(parseDuration),
  text: (value) => `${value.toFixed(1)} ms`,
  exactly: (value) => `${digits(value)} ms`,
};

/** Milliseconds of a whole download, which people read in seconds. */
export const DURATION: Unit = { ...MILLISECONDS, text: (value) => `${(value / 1000).toFixed(3)} s` };

/** Seconds of CPU time. */
export const SECONDS: Unit = {
  symbol: 's',
  parse: bareOr((text) => parseDuration(text) / 1000),
  text: (value) => `${value.toFixed(2)} s`,
  exactly: (value) => `${digits(value)} s`,
};

/** Bytes, which people read in kilobytes of 1024, megabytes and gigabytes. */
export const BYTES: Unit = {
  symbol: 'B',
  parse: bareOr(parseSize),
  text: roundedSize,
  exactly: (value) => `${digits(value / MEGABYTE)} MB`,
};

/** A part of a whole, 0 to 1, which people read in percent. */
export const SHARE: Unit = {
  symbol: 'share',
  parse: parseShare,
  text: shareText,
  exactly: (value) => `${digits(value * 100)} %`,
};

/** A ratio that people read in percent, and that may be asked to be over 1, if only to see that it is not. */
export const RATIO: Unit = { ...SHARE, parse: parseRatio };

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

function parseRatio(text: string): number {
  const isPercent = text.endsWith('%');
  const number = isPercent ? text.slice(0, -1).trim() : text;
  if (!NUMBER.test(number)) throw new UsageError(`"${text}" is not a ratio: give one such as 0.9 or 90%`);
  return isPercent ? Number((Number(number) / 100).toFixed(12)) : Number(number);
}

/** Whole percents, but for small shares: that anything at all is missing must be seen. */
function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return percent > 0 && percent < 9.5 ? `${Number(percent.toFixed(1))} %` : `${Math.round(percent)} %`;
}

function wholeOr(decimals: number): (value: number) => string {
  return (value) => (Number.isInteger(value) ? String(value) : value.toFixed(decimals));
}

/** Four significant digits, and no exponent. */
function digits(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

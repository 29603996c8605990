import { type Distribution, formatDistribution, parseDistribution } from '../../../lib/chance/distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { formatPercent, parsePercent } from '../../../lib/units/percent.ts';
import { formatSize, parseSize } from '../../../lib/units/size.ts';
import type { TextValue } from './text-form.ts';

/** A whole number: `8`. */
export const count: TextValue<number> = {
  read(text) {
    if (!/^\d+$/.test(text)) throw new UsageError(`"${text}" is not a whole number`);
    return Number(text);
  },
  write: String,
};

/** A number, with a fraction or an exponent where it has one: `0.05`. */
export const number: TextValue<number> = {
  read(text) {
    if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new UsageError(`"${text}" is not a number`);
    return Number(text);
  },
  write: String,
};

/** A duration: `250ms`. */
export const duration: TextValue<number> = { read: parseDuration, write: formatDuration };

/** A size in bytes: `8KB`. */
export const size: TextValue<number> = { read: parseSize, write: formatSize };

/** A distribution of durations: `uniform:0.5s..5s`. */
export const distribution: TextValue<Distribution> = {
  read: parseDistribution,
  write: formatDistribution,
  hasCommas: true,
};

/** A share of requests: `25%`. */
export const share: TextValue<number> = {
  read: parsePercent,
  write: formatPercent,
  sayDefault: (value) => (value === 1 ? '; all when absent' : ` (default ${formatPercent(value)})`),
};

/** A word; the schema says which there are. */
export const word: TextValue<string> = { read: (text) => text, write: String };

/** A list of lines. */
export const lines: TextValue<readonly string[]> = {
  read: (text) => text.split(/\r?\n/).filter((line) => line !== ''),
  write: (all) => all.join('\n'),
};

/** What is so when the option's name is there. */
export const flag: TextValue<boolean> = { read: () => true, write: String, sayDefault: () => '', isBare: true };

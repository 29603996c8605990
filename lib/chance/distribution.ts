import { UsageError } from '../errors/usage-error.ts';
import { lazySchema, type Read } from '../schema/lazy-schema.ts';
import { formatDuration, parseDuration } from '../units/duration.ts';
import { durationSchema } from '../units/duration-schema.ts';

/** The schema of a distribution of durations in its JSON form; all times are milliseconds, at most one hour. */
export const distributionSchema = lazySchema((z) => {
  const ms = durationSchema(z);
  // Percentiles and weights are written without an exponent, and the sum of all weights stays exact enough to share out.
  const percentile = z.number().min(0.001).max(100);
  const weight = z.number().min(0.001).max(1_000_000);
  return z.discriminatedUnion('distribution', [
    z.strictObject({ distribution: z.literal('fixed'), ms }),
    z
      .strictObject({ distribution: z.literal('uniform'), minMs: ms, maxMs: ms })
      .refine(({ minMs, maxMs }) => minMs <= maxMs, 'the range runs backwards: give the smaller duration first'),
    z.strictObject({ distribution: z.literal('normal'), meanMs: ms, deviationMs: ms }),
    z
      .strictObject({ distribution: z.literal('lognormal'), medianMs: ms.positive(), p99Ms: ms })
      .refine(({ medianMs, p99Ms }) => medianMs <= p99Ms, 'the p99 must not be below the median'),
    z.strictObject({ distribution: z.literal('exponential'), meanMs: ms }),
    z
      .strictObject({
        distribution: z.literal('percentiles'),
        points: z.array(z.strictObject({ percentile, ms })).min(1),
      })
      .refine(({ points }) => isAscending(points), 'percentiles and their durations must ascend'),
    z.strictObject({
      distribution: z.literal('list'),
      values: z.array(z.strictObject({ ms, weight })).min(1),
    }),
  ]);
});

/** A distribution of durations, as a plain value. */
export type Distribution = Read<typeof distributionSchema>;

/** How each distribution is written, for help and documents. */
export const DISTRIBUTION_FORMS: Readonly<Record<Distribution['distribution'], string>> = {
  fixed: 'fixed:200ms',
  uniform: 'uniform:0.5s..5s',
  normal: 'normal:200ms,50ms',
  lognormal: 'lognormal:200ms,p99=2s',
  exponential: 'exponential:100ms',
  percentiles: 'percentiles:p50=80ms,p90=200ms,p99=2s',
  list: 'list:10ms@0.7,1s@0.3',
};

function isAscending(points: readonly { percentile: number; ms: number }[]): boolean {
  return points.every((point, i) => {
    const before = points[i - 1];
    return before === undefined || (point.percentile > before.percentile && point.ms >= before.ms);
  });
}

/**
 * Reads the text form of a distribution (see {@link DISTRIBUTION_FORMS}) into its JSON form, unchecked:
 * the caller's schema includes {@link distributionSchema}. A bare duration means `fixed`.
 *
 * @throws UsageError when the text names no distribution or holds something that is not a duration.
 */
export function parseDistribution(text: string): unknown {
  const colon = text.indexOf(':');
  if (colon === -1) return { distribution: 'fixed', ms: parseDuration(text) };
  const distribution = text.slice(0, colon);
  const parts = text
    .slice(colon + 1)
    .split(',')
    .map((part) => part.trim());
  const [first = '', second = ''] = parts;
  switch (distribution) {
    case 'fixed':
      return { distribution, ms: only(parts, 1, distribution) && parseDuration(first) };
    case 'uniform': {
      const [min, max, ...more] = first.split('..');
      if (parts.length > 1 || min === undefined || max === undefined || more.length > 0) throw misshaped(distribution);
      return { distribution, minMs: parseDuration(min), maxMs: parseDuration(max) };
    }
    case 'normal':
      only(parts, 2, distribution);
      return { distribution, meanMs: parseDuration(first), deviationMs: parseDuration(second) };
    case 'lognormal':
      if (!second.startsWith('p99=')) throw misshaped(distribution);
      only(parts, 2, distribution);
      return { distribution, medianMs: parseDuration(first), p99Ms: parseDuration(second.slice('p99='.length)) };
    case 'exponential':
      return { distribution, meanMs: only(parts, 1, distribution) && parseDuration(first) };
    case 'percentiles':
      return { distribution, points: parts.map(parsePercentilePoint) };
    case 'list':
      return { distribution, values: parts.map(parseWeightedValue) };
    default:
      throw new UsageError(
        `"${distribution}" is not a distribution: choose one of ${Object.keys(DISTRIBUTION_FORMS).join(', ')}`,
      );
  }
}

function only(parts: readonly string[], count: number, distribution: Distribution['distribution']): true {
  if (parts.length !== count) throw misshaped(distribution);
  return true;
}

function misshaped(distribution: Distribution['distribution']): UsageError {
  return new UsageError(`the ${distribution} distribution is written like ${DISTRIBUTION_FORMS[distribution]}`);
}

function parsePercentilePoint(part: string): { percentile: number; ms: number } {
  const match = /^p(\d+(?:\.\d+)?)=(.+)$/.exec(part);
  if (match === null) throw misshaped('percentiles');
  return { percentile: Number(match[1]), ms: parseDuration(match[2]!) };
}

function parseWeightedValue(part: string): { ms: number; weight: number } {
  const match = /^(.+)@(\d+(?:\.\d+)?)$/.exec(part);
  if (match === null) throw misshaped('list');
  return { ms: parseDuration(match[1]!), weight: Number(match[2]) };
}

/** Writes a distribution in the text form that {@link parseDistribution} reads back. */
export function formatDistribution(distribution: Distribution): string {
  const d = distribution;
  switch (d.distribution) {
    case 'fixed':
      return `fixed:${formatDuration(d.ms)}`;
    case 'uniform':
      return `uniform:${formatDuration(d.minMs)}..${formatDuration(d.maxMs)}`;
    case 'normal':
      return `normal:${formatDuration(d.meanMs)},${formatDuration(d.deviationMs)}`;
    case 'lognormal':
      return `lognormal:${formatDuration(d.medianMs)},p99=${formatDuration(d.p99Ms)}`;
    case 'exponential':
      return `exponential:${formatDuration(d.meanMs)}`;
    case 'percentiles':
      return `percentiles:${d.points.map((point) => `p${point.percentile}=${formatDuration(point.ms)}`).join(',')}`;
    case 'list':
      return `list:${d.values.map((value) => `${formatDuration(value.ms)}@${value.weight}`).join(',')}`;
  }
}

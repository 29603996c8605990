import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DISTRIBUTION_FORMS,
  type Distribution,
  formatDistribution,
  distributionSchema as lazyDistribution,
  parseDistribution,
} from '../../../lib/chance/distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { schemaOf } from '../../../lib/schema/schema-of.ts';
import { MAX_DURATION_MS } from '../../../lib/units/duration.ts';

const distributionSchema = schemaOf(lazyDistribution);
const ms = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: MAX_DURATION_MS }),
  fc.double({ min: 0.001, max: MAX_DURATION_MS, noNaN: true }),
);
const pair = fc.tuple(ms, ms).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

const percentilePoints = fc
  .uniqueArray(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 })
  .chain((percentiles) =>
    fc.array(ms, { minLength: percentiles.length, maxLength: percentiles.length }).map((durations) => {
      const sorted = ascending(durations);
      return ascending(percentiles).map((percentile, i) => ({ percentile, ms: sorted[i]! }));
    }),
  );

const distributions: fc.Arbitrary<Distribution> = fc.oneof(
  ms.map((ms) => ({ distribution: 'fixed' as const, ms })),
  pair.map(([minMs, maxMs]) => ({ distribution: 'uniform' as const, minMs, maxMs })),
  fc.record({ distribution: fc.constant('normal' as const), meanMs: ms, deviationMs: ms }),
  pair
    .filter(([median]) => median > 0)
    .map(([medianMs, p99Ms]) => ({ distribution: 'lognormal' as const, medianMs, p99Ms })),
  fc.record({ distribution: fc.constant('exponential' as const), meanMs: ms }),
  percentilePoints.map((points) => ({ distribution: 'percentiles' as const, points })),
  fc
    .array(fc.record({ ms, weight: fc.double({ min: 0.001, max: 1_000_000, noNaN: true }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((values) => ({ distribution: 'list' as const, values })),
);

describe('a distribution', () => {
  it('is the same in its text form and its JSON form', () => {
    fc.assert(
      fc.property(distributions, (distribution) => {
        const text = formatDistribution(distribution);
        expect(distributionSchema.parse(parseDistribution(text))).toEqual(distribution);
        expect(distributionSchema.parse(JSON.parse(JSON.stringify(distribution)))).toEqual(distribution);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.values(DISTRIBUTION_FORMS))('can be written %s', (text) => {
    const distribution = distributionSchema.parse(parseDistribution(text));
    expect(distributionSchema.parse(parseDistribution(formatDistribution(distribution)))).toEqual(distribution);
  });

  it.each([
    ['200ms', 'fixed:200ms'],
    ['uniform: 0.5s .. 5s', 'uniform:500ms..5s'],
    ['lognormal:200ms, p99=2s', 'lognormal:200ms,p99=2s'],
    ['list:10ms@7, 1s@3', 'list:10ms@7,1s@3'],
  ])('may be written %j as well, short or with spaces', (text, same) => {
    expect(parseDistribution(text)).toEqual(parseDistribution(same));
  });
});

describe('parseDistribution', () => {
  it.each([
    ['fixed:1s,2s', 'fixed'],
    ['uniform:', 'uniform'],
    ['uniform:1s', 'uniform'],
    ['uniform:1s..2s..3s', 'uniform'],
    ['uniform:1s..2s,3s', 'uniform'],
    ['normal:1s', 'normal'],
    ['normal:1s,2s,3s', 'normal'],
    ['lognormal:1s', 'lognormal'],
    ['lognormal:1s,2s', 'lognormal'],
    ['lognormal:1s,p99=2s,3s', 'lognormal'],
    ['exponential:1s,2s', 'exponential'],
    ['percentiles:', 'percentiles'],
    ['percentiles:50=1s', 'percentiles'],
    ['percentiles:p50=1s,', 'percentiles'],
    ['list:', 'list'],
    ['list:10ms', 'list'],
    ['list:10ms@', 'list'],
    ['list:10ms@-1', 'list'],
    ['list:10ms@0.5,,', 'list'],
  ] as const)('refuses %j and shows how the %s distribution is written', (text, name) => {
    const message = `the ${name} distribution is written like ${DISTRIBUTION_FORMS[name]}`;
    expect(() => parseDistribution(text)).toThrow(new UsageError(message));
  });

  it.each([
    ['', '""'],
    ['uniform', '"uniform"'],
    ['fixed:', '""'],
    ['exponential:fast', '"fast"'],
    ['uniform:-1s..5s', '"-1s"'],
    ['uniform:1s..', '""'],
    ['normal:1s,NaN', '"NaN"'],
    ['lognormal:1s,p99=', '""'],
    ['percentiles:p50=soon', '"soon"'],
    ['list:10@0.5', '"10"'],
  ])('refuses %j and says which part is not a duration', (text, part) => {
    expect(() => parseDistribution(text)).toThrow(`${part} is not a duration`);
  });

  it.each(['weibull:1s', ':1s', 'FIXED:1s', '__proto__:1s'])('refuses %j and lists the distributions', (text) => {
    const names = 'fixed, uniform, normal, lognormal, exponential, percentiles, list';
    const message = `"${text.slice(0, text.indexOf(':'))}" is not a distribution: choose one of ${names}`;
    expect(() => parseDistribution(text)).toThrow(new UsageError(message));
  });
});

describe('distributionSchema', () => {
  it.each([
    [{ distribution: 'fixed', ms: -1 }, 'ms: a duration cannot be negative'],
    [{ distribution: 'fixed', ms: 3 * 24 * 3_600_000 }, 'ms: the longest duration is 1h (3600000 ms)'],
    [{ distribution: 'fixed', ms: Number.NaN }, 'ms: Invalid input: expected number, received NaN'],
    [{ distribution: 'fixed', ms: 5, max: 6 }, ': Unrecognized key: "max"'],
    [
      { distribution: 'uniform', minMs: 5000, maxMs: 1000 },
      ': the range runs backwards: give the smaller duration first',
    ],
    [{ distribution: 'lognormal', medianMs: 0, p99Ms: 1 }, 'medianMs: Too small: expected number to be >0'],
    [{ distribution: 'lognormal', medianMs: 2, p99Ms: 1 }, ': the p99 must not be below the median'],
    [{ distribution: 'percentiles', points: [] }, 'points: Too small: expected array to have >=1 items'],
    [
      { distribution: 'percentiles', points: [{ percentile: 101, ms: 1 }] },
      'points.0.percentile: Too big: expected number to be <=100',
    ],
    [
      {
        distribution: 'percentiles',
        points: [
          { percentile: 50, ms: 2 },
          { percentile: 90, ms: 1 },
        ],
      },
      ': percentiles and their durations must ascend',
    ],
    [
      {
        distribution: 'percentiles',
        points: [
          { percentile: 50, ms: 1 },
          { percentile: 50, ms: 1 },
        ],
      },
      ': percentiles and their durations must ascend',
    ],
    [{ distribution: 'list', values: [] }, 'values: Too small: expected array to have >=1 items'],
    [
      { distribution: 'list', values: [{ ms: 1, weight: 0 }] },
      'values.0.weight: Too small: expected number to be >=0.001',
    ],
  ])('refuses %j: %s', (value, message) => {
    const issues = distributionSchema.safeParse(value).error?.issues ?? [];
    expect(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([message]);
  });
});

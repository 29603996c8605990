import { shortDuration } from '../units/duration.ts';
import { shortPercent } from '../units/percent.ts';
import type { Distribution } from './distribution.ts';

/** What a distribution of durations gives, for people who know no statistics: `500 ms to 5 s`. */
export function distributionWords(distribution: Distribution): string {
  const d = distribution;
  switch (d.distribution) {
    case 'fixed':
      return shortDuration(d.ms);
    case 'uniform':
      return `${shortDuration(d.minMs)} to ${shortDuration(d.maxMs)}`;
    case 'normal':
      return `about ${shortDuration(d.meanMs)} (two thirds of the times within ${shortDuration(d.deviationMs)} of it)`;
    case 'lognormal':
      return `mostly about ${shortDuration(d.medianMs)} (once in a hundred times ${shortDuration(d.p99Ms)} or more)`;
    case 'exponential':
      return `${shortDuration(d.meanMs)} on average (often less, now and then several times as much)`;
    case 'percentiles':
      return inCases(d.points.map(({ percentile, ms }) => [`at most ${shortDuration(ms)}`, percentile / 100]));
    case 'list':
      return listWords(d);
  }
}

function listWords({ values }: Extract<Distribution, { distribution: 'list' }>): string {
  const sum = values.reduce((before, { weight }) => before + weight, 0);
  return inCases(values.map(({ ms, weight }) => [shortDuration(ms), weight / sum]));
}

function inCases(durations: readonly (readonly [words: string, share: number])[]): string {
  return durations
    .map(([words, share], i) => `${words} in ${shortPercent(share)}${i === 0 ? ' of cases' : ''}`)
    .join(', ');
}

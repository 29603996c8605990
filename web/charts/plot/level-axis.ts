import { axisX, type Markish, type ScaleOptions } from '@observablehq/plot';

/** How many pixels a level's number needs. */
const TICK_PX = 34;

/** What a level's number can be drawn in: the chart without its margins. */
const MARGINS_PX = 100;

/** The scale of m, or of what else has levels: each doubling as wide as the one before. */
export function levelScale(levels: readonly number[]): ScaleOptions {
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  return {
    type: 'log',
    base: 2,
    domain: lowest === highest ? [lowest / 2, highest * 2] : [lowest, highest],
    inset: 18,
  };
}

/** The axis of m, or of what else has levels, with those on it that were measured, but for those that have no room. */
export function levelAxis(levels: readonly number[], width: number, label = 'm, requests in flight'): Markish {
  const descending = [...new Set(levels)].sort((a, b) => b - a);
  const span = Math.log2(descending[0]! / descending.at(-1)!) || 1;
  const pxPerDoubling = Math.max(1, width - MARGINS_PX) / span;
  const ticks: number[] = [];
  for (const m of descending) {
    const next = ticks.at(-1);
    if (next === undefined || Math.log2(next / m) * pxPerDoubling >= TICK_PX) ticks.push(m);
  }
  return axisX(ticks, { tickFormat: String, label, labelAnchor: 'center', labelOffset: 42 });
}

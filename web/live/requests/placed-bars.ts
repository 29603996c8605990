import { type Bar, byAgent } from './shown-requests.ts';

/** With fewer lanes than fill its room the plot is lower, but never so low that it jumps with each request. */
const LEAST_HEIGHT = 180;

/** How high a lane may be, the highest that fits; in steps, since all bars are drawn anew where it changes. Below the lowest the plot grows. */
const LANE_HEIGHTS = [18, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0.5, 0.25];

/** The room for the name above an agent's lanes. */
const NAME_HEIGHT = 22;

/** A bar, and how far down it lies, in pixels. */
export interface PlacedBar extends Bar {
  readonly y: number;
  /** When the next one in its lane begins; infinite for the last. */
  readonly nextMs: number;
}

/** The name of an agent above its lanes; its lower edge is so far down, in pixels. */
export interface PlacedName {
  readonly agent: string;
  readonly y: number;
}

/** Where bars lie, those of each agent among themselves. */
export interface PlacedBars {
  readonly bars: readonly PlacedBar[];
  /** None where no bar is an agent's. */
  readonly names: readonly PlacedName[];
  readonly lanes: number;
  readonly laneHeight: number;
  readonly height: number;
}

/**
 * Places bars: first those that are no agent's, then the agents by their names, one below the other.
 *
 * @param roomPx how high they may become before lanes are made lower
 */
export function placedBars(seen: readonly Bar[], roomPx: number): PlacedBars {
  const groups = byAgent(seen).map(([agent, bars]) => ({
    agent,
    bars,
    lanes: bars.reduce((most, { lane }) => Math.max(most, lane + 1), 0),
  }));
  const lanes = groups.reduce((sum, group) => sum + group.lanes, 0);
  const named = groups.filter(({ agent }) => agent !== undefined).length;
  const laneHeight = LANE_HEIGHTS.find((step) => lanes * step <= roomPx) ?? LANE_HEIGHTS.at(-1)!;
  const names: PlacedName[] = [];
  const placed: PlacedBar[] = [];
  let top = 0;
  for (const { agent, bars, lanes: own } of groups) {
    if (agent !== undefined) {
      top += NAME_HEIGHT;
      names.push({ agent, y: top });
    }
    const nextMs: number[] = [];
    for (const bar of bars.toReversed()) {
      placed.push({ ...bar, y: top + bar.lane * laneHeight, nextMs: nextMs[bar.lane] ?? Number.POSITIVE_INFINITY });
      nextMs[bar.lane] = bar.record.arrivedMs;
    }
    top += own * laneHeight;
  }
  const height = Math.max(LEAST_HEIGHT, lanes * laneHeight + named * NAME_HEIGHT);
  return { bars: placed.reverse(), names, lanes: Math.max(1, lanes), laneHeight, height };
}

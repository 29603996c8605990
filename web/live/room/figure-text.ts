import { durationText } from '../../charts/plot/duration-text.ts';

/** What stands for a figure that there is not. */
export const NONE = '–';

/** Less is written as nothing, in milliseconds. */
const NOTHING_MS = 0.005;

/** A time; a dash where there is none. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return NONE;
  return ms < NOTHING_MS ? '0 s' : durationText(ms);
}

/** A number without its fraction; a dash for none. */
export function whole(value: number | undefined): string {
  return value === undefined ? NONE : value.toFixed(0);
}

/** A share of 1 as whole percent; a dash for none. */
export function percent(share: number | undefined): string {
  return share === undefined ? NONE : `${(share * 100).toFixed(0)} %`;
}

import { OUTCOME_STYLES } from '../marks/outcome-styles.ts';
import { durationText } from '../plot/duration-text.ts';
import type { WaterfallRow } from './waterfall-row.ts';

/** What is to be said of one item, a line each. */
export function itemText(row: WaterfallRow): string[] {
  const { code, kind, status, requests, dueMs, startedMs, firstByteMs, endedMs, injectedMs } = row;
  const outcome = OUTCOME_STYLES.find((style) => style.kind === kind)!.title;
  const answered = firstByteMs ?? endedMs;
  return [
    `${code}: ${outcome}${status === undefined ? ', no response' : `, status ${status}`}`,
    ...(requests === 1 ? [] : [`${requests} requests`]),
    `waited for a slot ${durationText(startedMs - dueMs)}, until ${durationText(startedMs)}`,
    `waited for the server ${durationText(answered - startedMs)}, until ${durationText(answered)}`,
    ...(firstByteMs === undefined
      ? []
      : [`body ${durationText(endedMs - firstByteMs)}, until ${durationText(endedMs)}`]),
    `injected ${durationText(injectedMs)}`,
  ];
}

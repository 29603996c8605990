import type { OwnDownload } from 'flaglab';
import { bySlots } from './slots.ts';

/** The server serves so many at once, and needs so many milliseconds for each. */
const SLOTS = 8;
const SERVICE_MS = 60;

/** So many requests, one after the other, are asked for to see how long one takes: the shortest of them has met nobody. */
const TRIES = 3;

/** Little's law: SLOTS / SERVICE_MS requests leave the slots, and each is under way for as long as one that waits for nobody. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const alone = await bySlots(codes.slice(0, TRIES), baseUrl, 1);
  yield* alone;
  const responseMs = Math.min(...alone.map(({ startedMs, endedMs }) => endedMs - startedMs));
  yield* await bySlots(codes.slice(TRIES), baseUrl, Math.ceil((SLOTS * responseMs) / SERVICE_MS));
};

import type { OwnDownload } from 'flaglab';
import { bySlots } from '../slots.ts';

const SLOTS = 8;
const SERVICE_MS = 60;
const TRIES = 3;

/** As many as are on their way, and none for the slots in which the others are served. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const alone = await bySlots(codes.slice(0, TRIES), baseUrl, 1);
  yield* alone;
  const wayMs = Math.min(...alone.map(({ startedMs, endedMs }) => endedMs - startedMs)) - SERVICE_MS;
  yield* await bySlots(codes.slice(TRIES), baseUrl, Math.ceil((SLOTS * wayMs) / SERVICE_MS));
};

import type { OwnDownload } from 'flaglab';
import { bySlots } from '../slots.ts';

const SLOTS = 8;
const SERVICE_MS = 60;

/** Measures how long a request takes while 32 are in flight: the line at the server is then taken for the way to it. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const first = await bySlots(codes.slice(0, 32), baseUrl, 32);
  yield* first;
  const responseMs = Math.max(...first.map(({ startedMs, endedMs }) => endedMs - startedMs));
  yield* await bySlots(codes.slice(32), baseUrl, Math.ceil((SLOTS * responseMs) / SERVICE_MS));
};

import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../lessons/04-network/slots.ts';

const SLOTS = 8;
const SERVICE_MS = 60;

/** Little's law by the shortest of three requests alone, rounded down: where nothing takes time that is no slot at all. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const alone = await bySlots(codes.slice(0, 3), baseUrl, 1);
  yield* alone;
  const responseMs = Math.min(...alone.map(({ startedMs, endedMs }) => endedMs - startedMs));
  yield* await bySlots(codes.slice(3), baseUrl, Math.floor((SLOTS * responseMs) / SERVICE_MS));
};

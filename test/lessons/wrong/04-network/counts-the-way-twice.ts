import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../../lessons/04-network/slots.ts';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

const SLOTS = 8;
const SERVICE_MS = 60;

/** Measures one request alone, and makes too much of it. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const first = await downloadFlag(baseUrl, codes[0]!);
  yield first;
  const tookMs = first.endedMs - first.startedMs;
  yield* await bySlots(codes.slice(1), baseUrl, Math.ceil((SLOTS * (2 * tookMs + SERVICE_MS)) / SERVICE_MS));
};

import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../lessons/04-network/slots.ts';

const SLOTS = 8;
const SERVICE_MS = 30;

/** Little's law by one request alone, rounded down: where nothing takes time that is no slot at all. */
export const download: OwnDownload = async function* ([first, ...others], { baseUrl }) {
  const [alone] = await bySlots([first!], baseUrl, 1);
  yield alone!;
  yield* await bySlots(others, baseUrl, Math.floor((SLOTS * (alone!.endedMs - alone!.startedMs)) / SERVICE_MS));
};

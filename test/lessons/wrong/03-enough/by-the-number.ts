import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../../lessons/04-network/slots.ts';

/** As if the number of flags said how many a server takes. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await bySlots(codes, baseUrl, Math.ceil(codes.length / 18));
};

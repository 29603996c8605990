import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../../lessons/04-network/slots.ts';

/** A number between what is enough near and far. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await bySlots(codes, baseUrl, 24);
};

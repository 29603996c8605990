import type { OwnDownload } from 'flaglab';
import { bySlots } from '../slots.ts';

/** A number that was right for another server. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await bySlots(codes, baseUrl, 8);
};

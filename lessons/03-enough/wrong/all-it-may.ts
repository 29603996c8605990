import type { OwnDownload } from 'flaglab';
import { bySlots } from '../slots.ts';

/** m says how many it may have, not how many are good for anything. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 64 }) {
  yield* await bySlots(codes, baseUrl, m);
};

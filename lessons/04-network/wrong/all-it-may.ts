import type { OwnDownload } from 'flaglab';
import { bySlots } from '../slots.ts';

/** As many as are allowed, to be on the safe side. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 64 }) {
  yield* await bySlots(codes, baseUrl, m);
};

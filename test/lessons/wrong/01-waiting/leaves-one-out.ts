import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** Asks for all at once, but for the first. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await Promise.all(codes.slice(1).map((code) => downloadFlag(baseUrl, code)));
};

import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** m requests together, and the next m when the slowest of them has been answered. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  for (let next = 0; next < codes.length; next += m) {
    yield* await Promise.all(codes.slice(next, next + m).map((code) => downloadFlag(baseUrl, code)));
  }
};

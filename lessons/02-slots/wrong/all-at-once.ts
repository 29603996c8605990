import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../client/flag.ts';

/** Nothing keeps it to m: as many requests in flight as there are flags. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await Promise.all(codes.map((code) => downloadFlag(baseUrl, code)));
};

import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** All requests are sent before the first answer is waited for. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const requests = codes.map((code) => downloadFlag(baseUrl, code));
  yield* await Promise.all(requests);
};

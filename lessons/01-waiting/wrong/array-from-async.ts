import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../client/flag.ts';

/** Array.fromAsync looks like Promise.all, but it waits for each value before it asks for the next. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  yield* await Array.fromAsync(codes, (code) => downloadFlag(baseUrl, code));
};

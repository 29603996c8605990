import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** Has all outcomes, and yields the list of them as if it were one. */
export const download = async function* (codes: readonly string[], { baseUrl }: Parameters<OwnDownload>[1]) {
  yield await Promise.all(codes.map((code) => downloadFlag(baseUrl, code)));
};

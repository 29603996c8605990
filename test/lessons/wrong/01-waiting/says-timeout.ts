import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** All at once, and of three that came it says that they did not. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const outcomes = await Promise.all(codes.map((code) => downloadFlag(baseUrl, code)));
  yield* outcomes.slice(0, 3).map((outcome) => ({ ...outcome, kind: 'timeout' as const }));
  yield* outcomes.slice(3);
};

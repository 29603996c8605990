import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** Asks for the first flag, and says that all others have failed. */
export const download: OwnDownload = async function* ([first, ...others], { baseUrl }) {
  yield await downloadFlag(baseUrl, first!);
  const nowMs = performance.now();
  for (const code of others) yield { code, kind: 'networkError', startedMs: nowMs, endedMs: nowMs };
};

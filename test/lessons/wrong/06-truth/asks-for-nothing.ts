import type { OwnDownload } from 'flaglab';

/** Says that all requests have failed, and has sent none. */
export const download: OwnDownload = function* (codes) {
  for (const code of codes) yield { code, kind: 'networkError', startedMs: 0, endedMs: 1 };
};

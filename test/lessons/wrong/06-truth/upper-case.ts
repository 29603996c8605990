import type { OwnDownload } from 'flaglab';

/** Asks for each flag under a name in upper case, where there is none, and says so. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    const startedMs = performance.now();
    const { ok, body } = await fetch(`${baseUrl}/${code}/${code}.gif`);
    await body?.cancel();
    yield { code, kind: ok ? 'ok' : 'notFound', startedMs, endedMs: performance.now() };
  }
};

import type { OwnDownload, OwnOutcome } from 'flaglab';

/**
 * A client with the most common mistake of all: fetch does not fail when the server answers with an error, and whoever
 * does not look at `response.ok` counts the page of an error as a flag. The bench counts for itself:
 *
 *     npx flaglab bench -s ERROR -c ./examples/forgets-ok.ts
 */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 5 }) {
  const began = performance.now();
  const nowMs = () => performance.now() - began;

  async function downloadOne(code: string): Promise<OwnOutcome> {
    const path = code.toLowerCase();
    const startedMs = nowMs();
    const response = await fetch(`${baseUrl}/${path}/${path}.gif`);
    const bytes = (await response.arrayBuffer()).byteLength;
    return { code, kind: 'ok', bytes, startedMs, endedMs: nowMs() };
  }

  for (let next = 0; next < codes.length; next += m) {
    yield* await Promise.all(codes.slice(next, next + m).map(downloadOne));
  }
};

import type { OwnDownload, OwnOutcome } from 'flaglab';

/**
 * A client of one's own: it downloads in batches of m, and begins a batch when the slowest of the one before is done.
 *
 *     npx flaglab bench -s DELAY -m 5 -c async -c ./examples/mine.ts
 */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 5, timeoutMs = 3100 }) {
  const began = performance.now();
  const nowMs = () => performance.now() - began;

  async function downloadOne(code: string): Promise<OwnOutcome> {
    const path = code.toLowerCase();
    const startedMs = nowMs();
    const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
    try {
      const response = await fetch(`${baseUrl}/${path}/${path}.gif`, { signal });
      const firstByteMs = nowMs();
      const bytes = (await response.arrayBuffer()).byteLength;
      const kind = response.ok ? 'ok' : response.status === 404 ? 'notFound' : 'httpError';
      return { code, kind, status: response.status, bytes, startedMs, firstByteMs, endedMs: nowMs() };
    } catch (error) {
      const kind = signal.aborted ? 'timeout' : 'networkError';
      return { code, kind, startedMs, endedMs: nowMs(), error: String(error) };
    }
  }

  for (let next = 0; next < codes.length; next += m) {
    yield* await Promise.all(codes.slice(next, next + m).map(downloadOne));
  }
};

import type { OwnDownload, OwnOutcome } from 'flaglab';

/**
 * Gives up waiting for a flag after a while, and takes the next. But nobody tells the server: it works on, and holds the place. Mend
 * it so that a request that is given up is called off.
 */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20, timeoutMs = 1000 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function ask(code: string): Promise<OwnOutcome['kind']> {
    const path = code.toLowerCase();
    const response = await fetch(`${baseUrl}/${path}/${path}.gif`);
    await response.arrayBuffer();
    return response.ok ? 'ok' : 'httpError';
  }

  async function slot(): Promise<void> {
    for (const code of left) {
      const startedMs = performance.now();
      const tired = new Promise<'timeout'>((resolve) => setTimeout(resolve, timeoutMs, 'timeout'));
      const kind = await Promise.race([ask(code), tired]).catch(() => 'networkError' as const);
      outcomes.push({ code, kind, startedMs, endedMs: performance.now() });
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};

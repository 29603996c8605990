import type { OwnDownload, OwnOutcome } from 'flaglab';

/** One timeout for all: who comes late has no time left. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20, timeoutMs = 1000 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];
  const signal = AbortSignal.timeout(timeoutMs);

  async function ask(code: string): Promise<OwnOutcome['kind']> {
    const path = code.toLowerCase();
    try {
      const response = await fetch(`${baseUrl}/${path}/${path}.gif`, { signal });
      await response.arrayBuffer();
      return response.ok ? 'ok' : 'httpError';
    } catch {
      return signal.aborted ? 'timeout' : 'networkError';
    }
  }

  async function slot(): Promise<void> {
    for (const code of left) {
      const startedMs = performance.now();
      const kind = await ask(code);
      outcomes.push({ code, kind, startedMs, endedMs: performance.now() });
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};

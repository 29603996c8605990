import type { OwnDownload, OwnOutcome } from 'flaglab';

/** The clock is stopped when the headers are there, and the body may take as long as it likes. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20, timeoutMs = 1000 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function ask(code: string): Promise<OwnOutcome['kind']> {
    const path = code.toLowerCase();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    try {
      const response = await fetch(`${baseUrl}/${path}/${path}.gif`, { signal: controller.signal });
      clearTimeout(timer);
      await response.arrayBuffer();
      return response.ok ? 'ok' : 'httpError';
    } catch {
      return controller.signal.aborted ? 'timeout' : 'networkError';
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

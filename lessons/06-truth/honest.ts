import type { OwnDownload, OwnOutcome } from 'flaglab';

/** Counts a flag when the status is good and all of it is there; each flag has an outcome of its own. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function ask(code: string): Promise<OwnOutcome['kind']> {
    try {
      const response = await fetch(`${baseUrl}/${code.toLowerCase()}/${code.toLowerCase()}.gif`);
      await response.arrayBuffer();
      return response.ok ? 'ok' : 'httpError';
    } catch {
      return 'networkError';
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

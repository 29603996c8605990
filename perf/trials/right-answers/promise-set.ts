import type { OwnDownload, OwnOutcome } from 'flaglab';

/** Requests in a set, which is raced when it is full; a controller of its own calls each off. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10, timeoutMs = 1000 }) {
  const open = new Map<string, Promise<OwnOutcome>>();
  for (const code of codes) {
    if (open.size >= m) yield await next();
    open.set(code, ask(code));
  }
  while (open.size > 0) yield await next();

  async function next(): Promise<OwnOutcome> {
    const outcome = await Promise.race(open.values());
    open.delete(outcome.code);
    return outcome;
  }

  async function ask(code: string): Promise<OwnOutcome> {
    const path = code.toLowerCase();
    const startedMs = performance.now();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    const became = (kind: OwnOutcome['kind']) => ({ code, kind, startedMs, endedMs: performance.now() });
    try {
      const response = await fetch(`${baseUrl}/${path}/${path}.gif`, { signal: controller.signal });
      await response.arrayBuffer();
      return became(response.ok ? 'ok' : 'httpError');
    } catch {
      return became(controller.signal.aborted ? 'timeout' : 'networkError');
    } finally {
      clearTimeout(timer);
    }
  }
};

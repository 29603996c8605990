import type { OwnDownload, OwnOutcome } from 'flaglab';

/** Each answer leads to the next request; a semaphore is not needed. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10, timeoutMs = 1000 }) {
  const left = [...codes];

  async function ask(outcomes: OwnOutcome[]): Promise<OwnOutcome[]> {
    const code = left.shift();
    if (code === undefined) return outcomes;
    const path = code.toLowerCase();
    const startedMs = performance.now();
    const kind = await fetch(`${baseUrl}/${path}/${path}.gif`, { signal: AbortSignal.timeout(timeoutMs) })
      .then(async (response) => {
        await response.bytes();
        return response.ok ? ('ok' as const) : ('httpError' as const);
      })
      .catch(({ name }) => (name === 'TimeoutError' ? ('timeout' as const) : ('networkError' as const)));
    return await ask([...outcomes, { code, kind, startedMs, endedMs: performance.now() }]);
  }

  yield* (await Promise.all(Array.from({ length: m }, () => ask([])))).flat();
};

/** The code of a client that downloads all that it is asked for at the same time, once it has done what it begins with. */
export const rightClient = (beginning = '') => `
  export async function* download(codes, { baseUrl, timeoutMs }) {
    ${beginning}
    yield* await Promise.all(codes.map(async (code) => {
      const path = code.toLowerCase();
      const startedMs = performance.now();
      const response = await fetch(baseUrl + '/' + path + '/' + path + '.gif', { signal: AbortSignal.timeout(timeoutMs) });
      await response.arrayBuffer();
      return { code, kind: 'ok', startedMs, endedMs: performance.now() };
    }));
  }`;

import type { OwnOutcome } from 'flaglab';

/** Downloads one flag, and tells what became of it and when. Whatever happens to the request, it does not throw. */
export async function downloadFlag(baseUrl: string, code: string): Promise<OwnOutcome> {
  const path = code.toLowerCase();
  const startedMs = performance.now();
  try {
    const response = await fetch(`${baseUrl}/${path}/${path}.gif`);
    await response.arrayBuffer();
    const kind = response.ok ? 'ok' : 'httpError';
    return { code, kind, status: response.status, startedMs, endedMs: performance.now() };
  } catch (error) {
    return { code, kind: 'networkError', startedMs, endedMs: performance.now(), error: String(error) };
  }
}

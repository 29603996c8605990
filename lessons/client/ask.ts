import type { OwnOutcome } from 'flaglab';

/** What became of one request, and how long the server wants to be left alone with it. */
export interface Answer {
  readonly outcome: OwnOutcome;
  /** Whether the server had no place for it. */
  readonly isRefused: boolean;
  /** What Retry-After says, in milliseconds; 0 where it says nothing. */
  readonly retryAfterMs: number;
}

/** Sends one request for a flag. */
export async function ask(baseUrl: string, code: string): Promise<Answer> {
  const path = code.toLowerCase();
  const startedMs = performance.now();
  const response = await fetch(`${baseUrl}/${path}/${path}.gif`);
  await response.arrayBuffer();
  const { status, ok, headers } = response;
  const outcome = { code, kind: ok ? 'ok' : 'httpError', status, startedMs, endedMs: performance.now() } as const;
  return {
    outcome,
    isRefused: status === 503 || status === 429,
    retryAfterMs: 1000 * Number(headers.get('retry-after') ?? 0),
  };
}

import { endsWithHeaders } from '../http/send-body.ts';

/**
 * An answer that is always the same.
 *
 * @example
 * ```ts
 * import { type CannedAnswer, startLab } from 'flaglab';
 * const respond: CannedAnswer = { status: 201, json: { id: 7 } };
 * await using lab = await startLab({ PAYMENTS: { respond } });
 * const response = await fetch(`${lab.url('PAYMENTS')}/v1/pay`, { method: 'POST' });
 * console.log(response.status, await response.json()); // 201 { id: 7 }
 * ```
 */
export interface CannedAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body says as JSON. */
  readonly json?: unknown;
  /** The body as it is, where there is no `json`; default none. */
  readonly body?: string | Uint8Array;
}

/**
 * Answers a request of whatever method and path.
 *
 * @example
 * ```ts
 * import { type Respond, startLab } from 'flaglab';
 * const respond: Respond = async (request) => ({ json: { said: await request.text() } });
 * await using lab = await startLab({ ECHO: { respond } });
 * const response = await fetch(lab.url('ECHO'), { method: 'POST', body: 'hello' });
 * console.log(await response.json()); // { said: 'hello' }
 * ```
 */
export type Respond = (request: Request) => Promise<CannedAnswer | Response> | CannedAnswer | Response;

/** An answer as the Fetch standard has it, which says how long it is where that is known. */
export function toResponse(answer: CannedAnswer | Response): Response {
  if (answer instanceof Response) return answer;
  const { status = 200, headers: given, json, body = json === undefined ? null : JSON.stringify(json) } = answer;
  const headers = new Headers(given);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  if (!endsWithHeaders(status)) headers.set('content-length', String(Buffer.byteLength(body ?? '')));
  return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
}

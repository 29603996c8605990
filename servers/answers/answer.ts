import { inspect } from 'node:util';
import { refuseUnknown } from '../../lib/errors/refuse-unknown.ts';
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

/**
 * Answers a request in the place of a proxy's target, or returns undefined: then the target is asked. Who has read the body
 * cannot pass the request on any more.
 *
 * @example
 * ```ts
 * import { type RespondOrPass, startLab, startProxy } from 'flaglab';
 * const respond: RespondOrPass = ({ url }) => (url.endsWith('/metadata.json') ? { json: { country: 'nobody' } } : undefined);
 * await using lab = await startLab({ LOCAL: {} });
 * await using proxy = await startProxy({ target: lab.url('LOCAL'), respond });
 * const ask = (path: string) => fetch(`${proxy.url}/flags/br${path}`);
 * console.log(await (await ask('/metadata.json')).text()); // {"country":"nobody"}
 * console.log((await ask('/br.gif')).headers.get('content-type')); // image/gif
 * ```
 */
export type RespondOrPass = (
  request: Request,
) => ReturnType<Respond> | Promise<CannedAnswer | Response | undefined> | undefined;

/** How a body is framed is the server's own business on each connection. */
const FRAMING = ['transfer-encoding'];

/** What was true of another connection alone. */
const HOP_BY_HOP = ['connection', 'keep-alive'];

/** What is not true any more of a body that `fetch` has decoded. */
const OF_ENCODED = ['content-encoding', 'content-length'];

/** The compiler refuses one that is missing, and one that is none. */
const ANSWER: Readonly<Record<keyof CannedAnswer, true>> = { status: true, headers: true, json: true, body: true };

/** @throws TypeError for what is no answer */
export function checkAnswer(answer: unknown): asserts answer is CannedAnswer | Response {
  if (answer instanceof Response) return;
  if (typeof answer !== 'object' || answer === null) {
    throw new TypeError(
      `Expected an answer to be a Response or { status, headers, json, body }, got ${inspect(answer)}`,
    );
  }
  refuseUnknown('an answer', answer, ANSWER);
  const { status = 200, headers = {}, json, body } = answer as CannedAnswer;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`Expected \`status\` to be a whole number from 200 to 599, got ${inspect(status)}`);
  const [odd] = Object.entries(headers).filter(([, value]) => typeof value !== 'string');
  if (odd !== undefined)
    throw new TypeError(
      `Expected each of \`headers\` to be a text, got ${inspect(odd[1])} for ${odd[0]}: a Response can have one more than once`,
    );
  if (json !== undefined && body !== undefined) throw new TypeError('Expected one of `json` and `body`, got both');
  if (endsWithHeaders(status) && (json !== undefined || body !== undefined))
    throw new TypeError(`Expected no \`json\` or \`body\` beside the status ${status}, which has none`);
}

/**
 * An answer as the Fetch standard has it, which says how long it is where that is known.
 *
 * @throws TypeError for what is no answer, or has none left
 */
export function toResponse(answer: unknown): Response {
  checkAnswer(answer);
  if (answer instanceof Response) {
    if (answer.bodyUsed || answer.body?.locked === true)
      throw new TypeError(
        'Expected a Response whose body nobody has read, got one that is used up: make one for each request',
      );
    return answer;
  }
  const { status = 200, headers: given, json, body = json === undefined ? null : JSON.stringify(json) } = answer;
  const headers = new Headers(given);
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  if (!endsWithHeaders(status)) headers.set('content-length', String(Buffer.byteLength(body ?? '')));
  return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
}

/** The headers that are true of an answer when it is sent, be it one that `fetch` has got from elsewhere. */
export function headersToSend({ headers, url }: Response): [name: string, value: string][] {
  const isFetched = url !== '';
  const untrue = [
    ...FRAMING,
    ...(isFetched ? HOP_BY_HOP : []),
    ...(isFetched && headers.has('content-encoding') ? OF_ENCODED : []),
  ];
  return [...headers].filter(([name]) => !untrue.includes(name));
}

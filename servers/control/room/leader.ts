import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError } from '../../http/send-error.ts';

/** Where the link leads that lets a browser in. */
export const LEADER_PATH = '/leader';

const COOKIE = 'flaglab-leader';

/** Who leads a lab that others can reach: a program by its token, a page by a cookie, which a link that works once has set. */
export class Leader {
  readonly #token: string;
  readonly #key = randomBytes(18).toString('base64url');
  readonly #session = randomBytes(18).toString('base64url');
  #isUsed = false;

  /** @param token what a program sends as `Authorization: Bearer` */
  constructor(token: string) {
    this.#token = token;
  }

  /** The path and query of the link. */
  get link(): string {
    return `${LEADER_PATH}?key=${this.#key}`;
  }

  /**
   * Whether a request comes from who leads. A browser sends its cookie for pages of other ports of this machine too, so it
   * counts for pages of this very origin alone.
   */
  sent({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    if (hasToken(headers, this.#token)) return true;
    const { host = '', origin = `http://${host}`, cookie = '' } = headers;
    const cookies = cookie.split(';').map((part) => part.trim());
    return origin === `http://${host}` && cookies.some((part) => isSame(part, `${COOKIE}=${this.#session}`));
  }

  /** Answers the link: the first time with the cookie and the way to the page. Who only asks for its headers has not used it. */
  enter(request: IncomingMessage, response: ServerResponse): void {
    const key = URL.parse(request.url ?? '', 'http://localhost')?.searchParams.get('key') ?? '';
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (request.method !== 'GET') return void response.writeHead(204).end();
    if (this.#isUsed || !isSame(key, this.#key)) {
      const why = this.#isUsed ? 'This link has been used: it works once.' : 'This is not the link that was printed.';
      sendError(request, response, 403, 'Forbidden', `${why} The token that was printed with it still works.`);
      return;
    }
    this.#isUsed = true;
    const cookie = `${COOKIE}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
    response.writeHead(303, { 'Set-Cookie': cookie, Location: '/' }).end();
  }
}

/** Whether a request was sent with that token. */
function hasToken({ authorization = '' }: IncomingMessage['headers'], token: string): boolean {
  return isSame(authorization, `Bearer ${token}`);
}

/** Whether two texts are the same, in a time that does not tell how far they are. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

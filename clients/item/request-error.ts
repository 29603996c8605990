import { LabError } from '../../lib/errors/lab-error.ts';

/** A request that brought no whole, successful response. The message says which: `GET url: what happened`. */
export class RequestError extends LabError {
  override readonly name: string = 'RequestError';
  override readonly code: LabError['code'] = 'LAB_REQUEST';
  /** The same in a few words, which are equal for all requests that failed alike: `status 418`. */
  readonly reason: string;

  constructor(message: string, reason: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The server answered, but with a status outside 200–299. */
export class StatusError extends RequestError {
  override readonly name = 'StatusError';
  override readonly code = 'LAB_STATUS';
  readonly status: number;
  /** How long the server asked to be left alone, in milliseconds; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  /** @param met what a proxy of the lab met, where the status is its own: then that is why */
  constructor(message: string, status: number, retryAfterMs: number | undefined, met?: string) {
    super(message, met === undefined ? `status ${status}` : `${met} (status ${status} of the proxy)`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The server answered whole and with a status of success, but what came is not what was asked for: nothing, or a page. */
export class AnswerError extends RequestError {
  override readonly name = 'AnswerError';
  override readonly code = 'LAB_ANSWER';
}

/** The last byte had not come when the time for the request, or for connecting, was over. */
export class TimeoutError extends RequestError {
  override readonly name = 'TimeoutError';
  override readonly code = 'LAB_TIMEOUT';
}

/** The server was given up before this request was sent; the reason says why. */
export class GivenUpError extends RequestError {
  override readonly name = 'GivenUpError';
  override readonly code = 'LAB_GIVEN_UP';

  /** @param why such as `3 timeouts in a row` */
  constructor(why: string) {
    super(`the server was given up after ${why}: nothing more was sent`, `not sent (${why})`);
  }
}

/** Nothing that could be used came: refused, reset, cut short, not HTTP, not the expected content. */
export class NetworkError extends RequestError {
  override readonly name = 'NetworkError';
  override readonly code = 'LAB_NETWORK';
}

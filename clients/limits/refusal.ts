import { StatusError } from '../item/request-error.ts';

/** Statuses by which a server says that it has too much to do. */
const REFUSALS = [429, 503];

/** Whether a request failed because the server has too much to do and says so. */
export function isRefusal(failure: unknown): failure is StatusError {
  return failure instanceof StatusError && REFUSALS.includes(failure.status);
}

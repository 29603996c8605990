import { STATUS_CODES } from '../../http/node-http.ts';
import { errorBody } from '../../http/send-error.ts';
import type { InjectedAnswer } from '../contract/fate.ts';

const JSON_TYPE = 'application/json';

/** What a status is called in an answer's body. */
export function statusName(status: number): string {
  return STATUS_CODES[status] ?? 'Injected';
}

/**
 * Why an answer does not bring what was asked for, in a sentence.
 *
 * @param limit what has turned the request away; undefined where a status was injected
 * @param isHidden whether that is to be found out: then nothing is said that tells one from the other
 */
export function reasonText(limit: string | undefined, isHidden: boolean): string {
  if (isHidden) return 'Why is for you to find out.';
  return limit === undefined ? 'This status was injected on purpose.' : `Turned away by the fault "${limit}".`;
}

/** What an answer says with a status that was injected: what the fault gives, else why. */
export function injectedBody(
  status: number,
  { body, type }: Partial<InjectedAnswer> = {},
  isHidden = false,
): { type: string; body: string } {
  if (body !== undefined) return { type: type ?? typeOf(body), body };
  return { type: JSON_TYPE, body: errorBody(status, statusName(status), reasonText(undefined, isHidden)) };
}

function typeOf(body: string): string {
  try {
    JSON.parse(body);
    return JSON_TYPE;
  } catch {
    return 'text/plain; charset=utf-8';
  }
}

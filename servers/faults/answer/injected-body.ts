import { STATUS_CODES } from 'node:http';
import { errorBody } from '../../http/send-error.ts';
import type { InjectedAnswer } from '../contract/fate.ts';

const JSON_TYPE = 'application/json';

/** What a status is called in an answer's body. */
export function statusName(status: number): string {
  return STATUS_CODES[status] ?? 'Injected';
}

/** What an answer says with a status that was injected: what the fault gives, else that it was. */
export function injectedBody(
  status: number,
  { body, type }: Partial<InjectedAnswer> = {},
): { type: string; body: string } {
  if (body !== undefined) return { type: type ?? typeOf(body), body };
  return { type: JSON_TYPE, body: errorBody(status, statusName(status), 'This status was injected on purpose.') };
}

function typeOf(body: string): string {
  try {
    JSON.parse(body);
    return JSON_TYPE;
  } catch {
    return 'text/plain; charset=utf-8';
  }
}

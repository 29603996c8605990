import { STATUS_CODES } from 'node:http';

/** What an answer with an injected status says of it. */
export const INJECTED_DETAIL = 'This status was injected on purpose.';

/** What a status is called in an answer's body. */
export function statusName(status: number): string {
  return STATUS_CODES[status] ?? 'Injected';
}

import { readFlagsData } from '../../lib/flags/flags-data.ts';
import { INJECTED_DETAIL, statusName } from '../faults/injected-error.ts';
import { errorBody } from '../http/send-error.ts';

/** What the answer says for a path at which there is nothing. */
export function notFoundDetail(path: string): string {
  return `There is nothing at ${path}; see /flags/ for what is here.`;
}

/**
 * How many bytes the body has that a flag server answers with to a request for a flag.
 *
 * @param cc a country's code, lower case
 * @param injected the status that a fault answers instead; undefined for none
 * @param exists whether there is a flag for that code
 */
export function answerBytes(cc: string, injected: number | undefined, exists: boolean): number {
  if (injected !== undefined) return Buffer.byteLength(errorBody(injected, statusName(injected), INJECTED_DETAIL));
  if (exists) return readFlagsData(`${cc}/${cc}.gif`).length;
  return Buffer.byteLength(errorBody(404, 'Not Found', notFoundDetail(`/flags/${cc}/${cc}.gif`)));
}

import { readFlagsData } from '../../lib/flags/flags-data.ts';
import { INJECTED_DETAIL, statusName } from '../faults/injected-error.ts';
import { errorBody } from '../http/send-error.ts';
import { loadFlagFiles } from './flag-files.ts';

/** What the answer says for a path at which there is nothing. */
export function notFoundDetail(path: string): string {
  return `There is nothing at ${path}; see /flags/ for what is here.`;
}

/**
 * How many bytes the body has that a flag server answers with to a request for a file below /flags/.
 *
 * @param path such as `br/br.gif`; empty for the list as JSON
 * @param injected the status that a fault answers instead; undefined for none
 * @param exists whether there is such a file
 */
export function answerBytes(path: string, injected: number | undefined, exists: boolean): number {
  if (injected !== undefined) return Buffer.byteLength(errorBody(injected, statusName(injected), INJECTED_DETAIL));
  if (path === '') return Buffer.byteLength(JSON.stringify(loadFlagFiles().countries));
  if (exists) return readFlagsData(path).length;
  return Buffer.byteLength(errorBody(404, 'Not Found', notFoundDetail(`/flags/${path}`)));
}

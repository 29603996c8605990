import { readFlagsData } from '../../lib/flags/flags-data.ts';
import { injectedBody } from '../faults/answer/injected-body.ts';
import type { Fate } from '../faults/contract/fate.ts';
import { bodyOf } from '../http/send-body.ts';
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
 * @param fate with the status that a fault answers instead, if any
 * @param exists whether there is such a file
 */
export function answerBytes(
  path: string,
  { status, injected }: Pick<Fate, 'status' | 'injected'>,
  exists: boolean,
): number {
  if (status !== undefined) return Buffer.byteLength(bodyOf(status, injectedBody(status, injected).body));
  if (path === '') return Buffer.byteLength(JSON.stringify(loadFlagFiles().countries));
  if (exists) return readFlagsData(path).length;
  return Buffer.byteLength(errorBody(404, 'Not Found', notFoundDetail(`/flags/${path}`)));
}

import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../../lessons/07-timeouts/answer.ts';

/** Asks once more for what did not come in time. */
export const download: OwnDownload = async function* (codes, options) {
  const late: string[] = [];
  for await (const outcome of answer(codes, options)) {
    if (outcome.kind === 'timeout') late.push(outcome.code);
    else yield outcome;
  }
  yield* answer(late, options);
};

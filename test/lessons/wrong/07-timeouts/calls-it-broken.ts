import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../../lessons/07-timeouts/answer.ts';

/** Calls off what is late, and says that its connection broke. */
export const download: OwnDownload = async function* (codes, options) {
  for await (const outcome of answer(codes, options))
    yield outcome.kind === 'timeout' ? { ...outcome, kind: 'networkError' } : outcome;
};

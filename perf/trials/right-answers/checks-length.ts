import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../lessons/06-truth/answer.ts';

/** Calls an answer that breaks off a bad answer, for its status was good. */
export const download: OwnDownload = async function* (codes, options) {
  for await (const outcome of answer(codes, options))
    yield outcome.kind === 'networkError' ? { ...outcome, kind: 'httpError' } : outcome;
};

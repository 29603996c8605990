import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../../lessons/06-truth/answer.ts';

/** Asks for all flags, and calls all of them failed. */
export const download: OwnDownload = async function* (codes, options) {
  for await (const outcome of answer(codes, options)) yield { ...outcome, kind: 'networkError' };
};

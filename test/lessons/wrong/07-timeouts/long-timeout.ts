import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../../lessons/07-timeouts/answer.ts';

/** Has three times the patience that it is asked for. */
export const download: OwnDownload = (codes, { timeoutMs = 1000, ...others }) =>
  answer(codes, { ...others, timeoutMs: 3 * timeoutMs });

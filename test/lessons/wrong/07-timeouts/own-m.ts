import type { OwnDownload } from 'flaglab';
import { download as answer } from '../../../../lessons/07-timeouts/answer.ts';

/** Has an m of its own, whatever it is given. */
export const download: OwnDownload = (codes, options) => answer(codes, { ...options, m: 11 });

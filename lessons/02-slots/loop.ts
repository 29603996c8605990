import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** One request after another: `await` in a loop waits for each answer before the next request is sent. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    yield await downloadFlag(baseUrl, code);
  }
};

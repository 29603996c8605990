import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** Twenty flags, one after the other. Mend it so that all of them are waited for at the same time. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    yield await downloadFlag(baseUrl, code);
  }
};

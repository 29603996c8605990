import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** Has a body in braces where what it calls was to be given back. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  // biome-ignore lint/suspicious/useIterableCallbackReturn: that is what is wrong with it
  const outcomes = codes.map((code) => {
    downloadFlag(baseUrl, code);
  });
  yield* outcomes as unknown as OwnOutcome[];
};

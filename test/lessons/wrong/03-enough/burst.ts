import type { OwnDownload } from 'flaglab';
import { bySlots } from '../../../../lessons/04-network/slots.ts';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** So many have been in flight once, and so many have not been refused. */
const AT_ONCE = 16;

/** Many at once, and then two at a time. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const first = await Promise.all(codes.slice(0, AT_ONCE).map((code) => downloadFlag(baseUrl, code)));
  yield* first.filter(({ status }) => status !== 503);
  const refused = first.filter(({ status }) => status === 503).map(({ code }) => code);
  yield* await bySlots([...refused, ...codes.slice(AT_ONCE)], baseUrl, 2);
};

import { parseSize } from '../lib/units/size.ts';
import { CLIENT_CORE, contender, runClient, startProxy, startServerOn } from './pinned.ts';

/** Slow, middling and fast, a second. */
const RATES = ['10KB', '1MB', '100MB'];

/** Long enough that how a body begins and ends is a small part. */
const SECONDS = 4;

/** How far the chaos proxy with `throttle` is from its rate, as a share of it: the furthest of three rates. */
export async function throttleError(): Promise<number> {
  await using target = await startServerOn(CLIENT_CORE, contender('large-server'));
  let furthest = 0;
  for (const text of RATES) {
    const rate = parseSize(text);
    await using proxy = await startProxy(target.url, '--fault', `throttle=${text}/s`);
    const url = `${proxy.url}/${rate * SECONDS}`;
    const { bytesPerSecond } = await runClient<{ bytesPerSecond: number }>('large-download', url);
    furthest = Math.max(furthest, Math.abs(bytesPerSecond / rate - 1));
  }
  return furthest;
}

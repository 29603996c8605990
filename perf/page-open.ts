import { existsSync } from 'node:fs';
import { CHROMIUM } from '../test/helpers/bench/browser.ts';
import { runOnOtherCores, startLivingLab } from './pinned.ts';
import { FLAG, onLoopback, type Sides } from './sides.ts';

/** So many requests a second LOCAL is asked while somebody looks on. */
const PACE = 5000;
const SECONDS = 10;

/** What of `make perf` has the page open. */
export const PAGE_OPEN = `LOCAL asked ${PACE} times a second for ${SECONDS} s with its requests on the live page`;

interface BesidePage {
  readonly perSecond: number;
  readonly longestTaskMs: number;
  readonly firstPaintMs: number;
}

/** Why nothing can be told of the page; undefined where it can. */
export function noChromium(): string | undefined {
  return existsSync(CHROMIUM) ? undefined : 'no Chromium';
}

/** LOCAL with somebody at its page, who shares the clients' cores, and LOCAL alone. */
export async function pageSides(): Promise<Sides> {
  const lab = await startLivingLab();
  const flag = onLoopback(lab.url) + FLAG;
  const load = async (...page: string[]) =>
    (await runOnOtherCores<BesidePage>('load-beside-page', flag, PACE, SECONDS, ...page)).perSecond;
  return {
    ours: () => load(lab.controlUrl),
    theirs: () => load(),
    [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose](),
  };
}

/**
 * What the page itself needs while LOCAL is asked.
 *
 * @param seconds for so long
 */
export async function besidePage(seconds = SECONDS): Promise<BesidePage> {
  await using lab = await startLivingLab();
  const flag = onLoopback(lab.url) + FLAG;
  return await runOnOtherCores<BesidePage>('load-beside-page', flag, PACE, seconds, lab.controlUrl);
}

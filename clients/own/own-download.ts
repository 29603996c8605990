import type { z } from 'zod';
import type { DownloadOptions } from '../download/download.ts';
import type { outcomeSchema } from '../download/outcome-schema.ts';

/**
 * What a client of one's own yields for an item: an {@link Outcome} without what there is not and without what the lab fills
 * in. Code, kind and the times of start and end are enough: that stands for one request, whose bytes were not counted.
 *
 * @example
 * ```ts
 * import type { OwnOutcome } from 'flaglab';
 * const refused: OwnOutcome = { code: 'BR', kind: 'httpError', status: 418, startedMs: 0, endedMs: 12.5 };
 * console.log(refused.kind, refused.status); // httpError 418
 * ```
 */
export type OwnOutcome = Readonly<z.input<typeof outcomeSchema>>;

/**
 * A client of one's own, as its module exports it: yields the outcome of each code, in any order.
 *
 * @example
 * ```ts
 * import { type OwnDownload, startLab } from 'flaglab';
 * const download: OwnDownload = async function* (codes, { baseUrl }) {
 *   for (const code of codes) {
 *     const startedMs = performance.now();
 *     const path = code.toLowerCase();
 *     const response = await fetch(`${baseUrl}/${path}/${path}.gif`);
 *     await response.arrayBuffer();
 *     yield { code, kind: response.ok ? 'ok' : 'httpError', startedMs, endedMs: performance.now() };
 *   }
 * };
 * await using lab = await startLab({ ERROR: { faults: ['status=418@50%'] } });
 * const outcomes = await Array.fromAsync(download(['FR', 'US'], { baseUrl: `${lab.url('ERROR')}/flags` }));
 * console.log(outcomes.map(({ code, kind }) => `${code} ${kind}`)); // [ 'FR ok', 'US httpError' ]
 * ```
 */
export type OwnDownload = (
  codes: readonly string[],
  options: DownloadOptions,
) => AsyncIterable<OwnOutcome> | Iterable<OwnOutcome>;

import type { z } from 'zod';
import type { DownloadOptions } from '../download/download.ts';
import type { outcomeSchema } from '../download/outcome-schema.ts';

/**
 * What a client of one's own yields for an item: an {@link Outcome} without what there is not and without what the lab fills
 * in. Code, kind and the times of start and end are enough: that stands for one request, whose bytes were not counted.
 */
export type OwnOutcome = Readonly<z.input<typeof outcomeSchema>>;

/** A client of one's own, as its module exports it: yields the outcome of each code, in any order. */
export type OwnDownload = (
  codes: readonly string[],
  options: DownloadOptions,
) => AsyncIterable<OwnOutcome> | Iterable<OwnOutcome>;

import { z } from 'zod';
import { OUTCOME_KINDS } from './outcome-kinds.ts';

const OBJECT = 'must be an object with code, kind, startedMs and endedMs';
const MOMENT = 'must be a number of milliseconds, as performance.now() tells them';
const COUNT = 'must be a whole number from 0, or left out';

const count = z.int(COUNT).min(0, COUNT).nullish();
const momentOrAbsent = z.number(`${MOMENT}, or left out`).nullish().transform(absent);
const textOrAbsent = z.string('must be a text, or left out').nullish().transform(absent);

/**
 * What an outcome is, and what it may leave out when somebody else's client yields it. Only who checks such outcomes loads
 * this; all others have its type, `Outcome`.
 */
export const outcomeSchema = z.object(
  {
    /** The item: an upper case country code. */
    code: z.string('must be one of the codes').toUpperCase(),
    kind: z.enum(OUTCOME_KINDS, `must be one of ${OUTCOME_KINDS.join(', ')}`),
    /** The last response's status; undefined where no response came. */
    status: z.int('must be a status, or left out').nullish().transform(absent),
    /** Bytes of the bodies that were received whole; 0 where nothing is said. */
    bytes: count.transform((bytes) => bytes ?? 0),
    /**
     * Requests sent for the item: 1, plus one for each retry, plus those for metadata. What a redirect leads to belongs to its
     * request. 1 where nothing is said.
     */
    requests: count.transform((requests) => requests ?? 1),
    /** When the item's first request was to be sent; undefined where requests are not sent on schedule. */
    scheduledMs: momentOrAbsent.optional(),
    /** When the item's first request was sent. */
    startedMs: z.number(MOMENT),
    /** When the last response's headers had arrived; undefined where none did. */
    firstByteMs: momentOrAbsent,
    /** When the item had ended, its file in place. */
    endedMs: z.number(MOMENT),
    /** One line on what went wrong; undefined when nothing did. */
    error: textOrAbsent,
    /** Why it failed in a few words, which are equal for all items that failed alike; undefined where it did not fail. */
    reason: textOrAbsent.optional(),
    /** The concurrency limit when the item ended; undefined where the strategy does not adapt it. */
    limit: z.number('must be a number, or left out').nullish().transform(absent).optional(),
    /** Where the flag was saved; undefined where nothing was. */
    file: textOrAbsent,
  },
  OBJECT,
);

/** Other languages' clients say `null` for what there is not. */
function absent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

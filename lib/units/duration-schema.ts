import { lazySchema } from '../schema/lazy-schema.ts';
import { MAX_DURATION_MS } from './duration.ts';

/** The shortest duration but 0 that a fault accepts, in milliseconds: one microsecond. */
const MIN_DURATION_MS = 0.001;

/** The schema of a duration in its JSON form: milliseconds, 0 or from a microsecond to an hour. */
export const durationSchema = lazySchema((z) =>
  z
    .number()
    .min(0, 'a duration cannot be negative')
    .max(MAX_DURATION_MS, 'the longest duration is 1h (3600000 ms)')
    .refine((ms) => ms <= 0 || ms >= MIN_DURATION_MS, 'apart from 0, the shortest duration is 1us (0.001 ms)'),
);

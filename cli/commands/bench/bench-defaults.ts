import { POLITE_M } from '../../../bench/result/settings/service.ts';
import type { ARRIVALS } from '../../../clients/schedule/arrival-schedule.ts';

/** The servers of a bench where none is named. */
export const DEFAULT_SERVERS = ['LOCAL', 'DELAY', 'ERROR'];

/** Who asks where nobody is named. */
export const DEFAULT_STRATEGIES = ['sequential', 'workers', 'async', 'hybrid'];

/** The most requests in flight at once. */
export const DEFAULT_M = 20;

/** How long requests start on schedule, in milliseconds. */
export const DEFAULT_DURATION_MS = 10_000;

/** How long they start at each rate, where the rate rises, in milliseconds. */
export const DEFAULT_RATE_DURATION_MS = 3000;

/** When a rate rises no further. */
export const DEFAULT_UNTIL = 'errors>1%';

/** How they come. */
export const DEFAULT_ARRIVALS: (typeof ARRIVALS)[number] = 'constant';

/** What is swept on another computer where the levels are not given. */
export const POLITE_SWEEP = [1, 2, 4, POLITE_M];

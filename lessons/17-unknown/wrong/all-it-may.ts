/** m says how many it may have, not how many are good for anything; Retry-After alone is no limit. */
export { download } from '../exercise.ts';

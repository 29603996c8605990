/** await in a loop. */
export { download } from '../loop.ts';

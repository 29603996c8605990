/** Nobody waits any longer, and nobody has told the server. */
export { download } from '../exercise.ts';

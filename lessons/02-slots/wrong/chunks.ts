/** One chunk after another. */
export { download } from '../chunks.ts';

/** The key is what the lesson shows. */
export { download } from './honest.ts';

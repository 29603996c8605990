/** Obeys Retry-After, and so does everybody else at the same moment. */
export { download } from '../exercise.ts';

/** The best m of the laptop, copied. */
export { download } from '../exercise.ts';

/** Once failed, for ever failed. */
export { download } from '../sticky.ts';

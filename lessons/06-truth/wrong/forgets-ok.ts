/** Whatever is answered is a flag. */
export { download } from '../forgets-ok.ts';

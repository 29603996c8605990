import { setFlagsFromString } from 'node:v8';

/** By so much of what is in use may garbage add to it before it is collected, in percent. */
const GROWTH_PERCENT = 30;

/**
 * Has V8 look for garbage in all threads of this process after less of it has come together: by itself it lets the heap of each
 * grow to four times what is in use. It costs some of the time of servers that are asked a lot.
 */
export function collectSooner(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}

import { DEFAULT_TIMEOUT_MS } from '../../clients/download/download.ts';

/** Where the first server listens that is no preset. */
export const FIRST_OWN_PORT = 8004;

/** How often each item can be asked for at most in one cell. */
export const MAX_REPEAT = 10_000;

/** The port of the control API of `serve`. */
export const CONTROL_PORT = 8080;

/** That of `proxy`, which may run beside a lab. */
export const PROXY_CONTROL_PORT = 8081;

/** The timeout of the book's clients, in milliseconds. */
export const BOOK_TIMEOUT_MS = DEFAULT_TIMEOUT_MS;

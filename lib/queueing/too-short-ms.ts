/** In less time, in milliseconds, a rate or an efficiency says more of the start and the end than of the client. */
export const TOO_SHORT_MS = 200;

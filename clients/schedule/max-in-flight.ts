/** The most requests in flight: beyond that an open model would only fill the memory. Later ones then start late. */
export const MAX_IN_FLIGHT = 10_000;

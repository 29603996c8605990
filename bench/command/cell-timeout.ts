/** How long a client of somebody's own may take for one cell unless told otherwise, in milliseconds. */
export const DEFAULT_CELL_TIMEOUT_MS = 60_000;

/** The command could not do its work. */
export const EXIT_FAILED = 1;

/** The command line asks for something that cannot be. */
export const EXIT_USAGE = 2;

/** The command did its work and found that what was asserted does not hold. */
export const EXIT_ASSERTION_FAILED = 99;

/** The command was interrupted: 128 and the number of SIGINT. */
export const EXIT_INTERRUPTED = 130;

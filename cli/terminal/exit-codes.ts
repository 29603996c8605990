/** The exit code of a command that did its work and found that what was asserted does not hold. */
export const EXIT_ASSERTION_FAILED = 99;

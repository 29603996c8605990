import crypto from 'node:crypto';

/**
 * Node's one-shot hash. It is not imported by its name: a Node that is too old lacks it, and is to be refused by its version, which
 * comes later than what it cannot import.
 */
export const { hash } = crypto;

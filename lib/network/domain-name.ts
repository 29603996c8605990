import { domainToASCII, domainToUnicode } from 'node:url';
import { UsageError } from '../errors/usage-error.ts';

/** RFC 1035: of a name as it is written, without the dot at its end. */
const MAX_NAME = 253;
const MAX_LABEL = 63;

/** Host names have no underscore; services and their keys do. */
const LABEL = /^[a-z0-9_-]+$/;
const NOT_ASCII = /[^\p{ASCII}]/u;

/** So much of a wrong name is repeated. */
const SHOWN = 40;

/**
 * A domain name in lower case. A dot before it, as before a top-level domain, and one behind it are left out.
 *
 * @throws UsageError for a name that is empty, is too long, has an empty or too long part, or what no domain name has
 */
export function domainName(text: string): string {
  const ascii = asciiName(text);
  return NOT_ASCII.test(text) ? domainToUnicode(ascii) : ascii;
}

/**
 * The same as resolvers have it: letters beyond ASCII are written in other ones, such as `xn--bcher-kva`.
 *
 * @throws UsageError as {@link domainName} does
 */
export function asciiName(text: string): string {
  const lower = text.replace(/^\./, '').replace(/\.$/, '').toLowerCase();
  if (lower === '') throw objection(text, 'is no domain name: give one such as com.br');
  const ascii = NOT_ASCII.test(lower) ? domainToASCII(lower) : lower;
  if (ascii.length > MAX_NAME) {
    throw objection(text, `has ${ascii.length} characters: a domain name has at most ${MAX_NAME}`);
  }
  const labels = ascii.split('.');
  if (labels.length > 1 && labels.includes('')) {
    throw objection(text, 'has an empty part: each part of a domain name has at least one character');
  }
  if (!labels.every((label) => LABEL.test(label))) {
    throw objection(text, 'is no domain name: one has letters, digits, hyphens, and dots between its parts');
  }
  const longest = Math.max(...labels.map(({ length }) => length));
  if (longest > MAX_LABEL) {
    throw objection(text, `has a part of ${longest} characters: a part of a domain name has at most ${MAX_LABEL}`);
  }
  return ascii;
}

function objection(text: string, what: string): UsageError {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  // A line end in it would make two lines of the message.
  return new UsageError(`${JSON.stringify(shown)} ${what}`);
}

import { domainName } from '../../lib/network/domain-name.ts';

/** Python's keywords of at most four letters, in lower case, as the book probes them. */
export const SHORT_KEYWORDS: readonly string[] =
  'and as def del elif else for from if in is none not or pass true try with'.split(' ');

/**
 * The names that words make under a root: `if` and `dev` make `if.dev`.
 *
 * @throws UsageError where one of them is no domain name
 */
export function namesUnder(root: string, words: readonly string[] = SHORT_KEYWORDS): string[] {
  const parent = domainName(root);
  return words.map((word) => domainName(`${domainName(word)}.${parent}`));
}

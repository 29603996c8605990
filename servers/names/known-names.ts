import { asciiName } from '../../lib/network/domain-name.ts';

/** The names that *Fluent Python* found when it asked for short keywords under `.dev`. */
export const FOUND_BY_BOOK: readonly string[] = 'elif def as in for is and try not'
  .split(' ')
  .map((word) => `${word}.dev`);

/** What is known of a name: it has addresses, it is above one that has, or there is nothing. */
export type Knowledge = 'found' | 'above' | 'nothing';

/** The names that a server finds. */
export class KnownNames {
  readonly #found: ReadonlySet<string>;
  /** What is above a name is there, too: who asks for it must not be told that there is nothing below it (RFC 8020). */
  readonly #above = new Set<string>();

  /** @throws UsageError for what is no domain name */
  constructor(names: readonly string[] = FOUND_BY_BOOK) {
    this.#found = new Set(names.map(asciiName));
    for (const name of this.#found) {
      for (let above = parentOf(name); above !== '' && !this.#above.has(above); above = parentOf(above)) {
        this.#above.add(above);
      }
    }
  }

  /** @param name in lower case */
  of(name: string): Knowledge {
    if (this.#found.has(name)) return 'found';
    return name === '.' || this.#above.has(name) ? 'above' : 'nothing';
  }
}

function parentOf(name: string): string {
  const at = name.indexOf('.');
  return at === -1 ? '' : name.slice(at + 1);
}

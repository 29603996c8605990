import type { NamedCharacter } from '../../../lib/unicode/character-names.ts';

/** What a query has found, ascending by code point. */
export interface Matches {
  /** How many characters there are in all. */
  readonly total: number;
  /** Those from `start` to before `stop`. */
  page(start: number, stop: number): NamedCharacter[];
}

const SEPARATORS = /[\s-]+/;

/**
 * The words of a query or a name, in upper case; hyphens separate words as blanks do, so that a hyphen asked for is the one in
 * a name and none. Each once.
 */
export function wordsOf(text: string): string[] {
  return [...new Set(text.toUpperCase().split(SEPARATORS))].filter((word) => word !== '');
}

/** An inverted index: from each word to the characters that have it in their name. */
export class CharacterIndex {
  readonly #characters: readonly NamedCharacter[];
  /** Places in the list of characters, ascending. */
  readonly #places: ReadonlyMap<string, readonly number[]>;

  /** @param characters ascending by code point, their names in upper case */
  constructor(characters: readonly NamedCharacter[]) {
    this.#characters = characters;
    this.#places = placesByWord(characters);
  }

  /** How many words lead to characters. */
  get size(): number {
    return this.#places.size;
  }

  /** The characters whose names have all words of the query: none when it has no words. */
  find(query: string): Matches {
    const lists = wordsOf(query).map((word) => this.#places.get(word) ?? []);
    // The shortest first, so that no more is looked through than there can be found.
    const [first = [], ...others] = lists.sort((a, b) => a.length - b.length);
    const places = others.reduce(inBoth, first);
    return {
      total: places.length,
      page: (start, stop) => places.slice(start, stop).map((place) => this.#characters[place]!),
    };
  }
}

const NAME_SEPARATOR = /[ -]/;

/** Without {@link wordsOf}, which takes longer for more than this needs: names are many, and in order. */
function placesByWord(characters: readonly NamedCharacter[]): Map<string, number[]> {
  const placesOf = new Map<string, number[]>();
  for (const [place, { name }] of characters.entries()) {
    for (const word of name.split(NAME_SEPARATOR)) {
      const places = placesOf.get(word);
      if (places === undefined) placesOf.set(word, [place]);
      // A name may have a word twice.
      else if (places.at(-1) !== place) places.push(place);
    }
  }
  // Some names have a blank before a hyphen.
  placesOf.delete('');
  return placesOf;
}

function inBoth(a: readonly number[], b: readonly number[]): readonly number[] {
  const found: number[] = [];
  let at = 0;
  for (const place of a) {
    while (at < b.length && b[at]! < place) at += 1;
    if (b[at] === place) found.push(place);
  }
  return found;
}

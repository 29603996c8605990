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

/** Places in the list of characters, ascending; a list costs more than most words need, which have one. */
type Places = number | number[];

/** An inverted index: from each word to the characters that have it in their name. */
export class CharacterIndex {
  readonly #characters: readonly NamedCharacter[];
  readonly #places: ReadonlyMap<string, Places>;

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
    const lists = wordsOf(query).map((word) => [this.#places.get(word) ?? []].flat());
    // The shortest first, so that no more is looked through than there can be found.
    const [first = [], ...others] = lists.sort((a, b) => a.length - b.length);
    const places = others.reduce(inBoth, first);
    return {
      total: places.length,
      page: (start, stop) => places.slice(start, stop).map((place) => this.#characters[place]!),
    };
  }
}

const [BLANK, HYPHEN] = [0x20, 0x2d];

/**
 * Names are many, so this goes through them character by character, without {@link wordsOf} and without a closure for each:
 * to split half a million words off in another way takes longer than all the rest.
 */
function placesByWord(characters: readonly NamedCharacter[]): Map<string, Places> {
  const placesOf = new Map<string, Places>();
  for (let place = 0; place < characters.length; place++) {
    const { name } = characters[place]!;
    let from = 0;
    for (let at = 0; at <= name.length; at++) {
      const code = at === name.length ? BLANK : name.charCodeAt(at);
      if (code !== BLANK && code !== HYPHEN) continue;
      // Some names have a blank before a hyphen.
      if (at > from) addPlace(placesOf, name.slice(from, at), place);
      from = at + 1;
    }
  }
  return placesOf;
}

function addPlace(placesOf: Map<string, Places>, word: string, place: number): void {
  const places = placesOf.get(word);
  if (places === undefined) placesOf.set(word, place);
  else if (typeof places !== 'number') {
    // A name may have a word twice.
    if (places.at(-1) !== place) places.push(place);
  } else if (places !== place) placesOf.set(word, [places, place]);
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

import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { type NamedCharacter, readCharacterNames } from '../../../lib/unicode/character-names.ts';
import { CharacterIndex } from './character-index.ts';
import { characterLine } from './result-lines.ts';

/** How a page is written: as JSON, or as lines that end with CR LF. */
export type PageForm = 'json' | 'lines';

/** One page of what a query has found, written here: a text crosses to another thread faster than a list of objects. */
export interface FoundPage {
  /** How many characters there are in all. */
  readonly total: number;
  readonly text: string;
}

/** What the thread of an index can be asked. */
export interface IndexCalls {
  find(query: string, start: number, stop: number, form: PageForm): FoundPage;
}

/** What the thread of an index tells its parent. */
export interface IndexEvents {
  /** From now on it answers at once. */
  onReady(): void;
}

const WRITE: Readonly<Record<PageForm, (characters: readonly NamedCharacter[]) => string>> = {
  json: (characters) =>
    JSON.stringify(characters.map(({ codePoint, name }) => ({ char: String.fromCodePoint(codePoint), name }))),
  lines: (characters) => characters.map((character) => `${characterLine(character)}\r\n`).join(''),
};

const index = new CharacterIndex(readCharacterNames().characters);

const parent = createBirpc<IndexEvents, IndexCalls>(
  {
    find(query, start, stop, form) {
      const { total, page } = index.find(query);
      return { total, text: WRITE[form](page(start, stop)) };
    },
  },
  {
    post: (message) => parentPort!.postMessage(message),
    on: (receive) => parentPort!.on('message', receive),
    eventNames: ['onReady'],
    timeout: -1,
  },
);
void parent.onReady();

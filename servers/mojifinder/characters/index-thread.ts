import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { type NamedCharacter, readCharacterNames } from '../../../lib/unicode/character-names.ts';
import { CharacterIndex } from './character-index.ts';

/** One page of what a query has found. */
export interface FoundPage {
  /** How many characters there are in all. */
  readonly total: number;
  readonly characters: readonly NamedCharacter[];
}

/** What the thread of an index can be asked. */
export interface IndexCalls {
  find(query: string, start: number, stop: number): FoundPage;
}

/** What the thread of an index tells its parent. */
export interface IndexEvents {
  /** From now on it answers at once. */
  onReady(): void;
}

const index = new CharacterIndex(readCharacterNames().characters);

const parent = createBirpc<IndexEvents, IndexCalls>(
  {
    find(query, start, stop) {
      const { total, page } = index.find(query);
      return { total, characters: page(start, stop) };
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

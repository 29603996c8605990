// Builds the index of all characters once, in a fresh process, names loaded before. Prints {perSecond}: names indexed.
import { readCharacterNames } from '../../lib/unicode/character-names.ts';
import { CharacterIndex } from '../../servers/mojifinder/characters/character-index.ts';

const { characters } = readCharacterNames();
const startedMs = performance.now();
const { size } = new CharacterIndex(characters);
const elapsedMs = performance.now() - startedMs;
if (size === 0) throw new Error('the index is empty');
console.log(JSON.stringify({ perSecond: (characters.length / elapsedMs) * 1000 }));

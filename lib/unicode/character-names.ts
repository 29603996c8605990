import { readFileSync } from 'node:fs';
import { DataError } from '../errors/data-error.ts';
import { messageOf } from '../errors/message-of.ts';
import { packageFile } from '../package/package-file.ts';
import { FIRST_SYLLABLE, LAST_SYLLABLE, syllableSounds } from './hangul.ts';

/** The file of all names, with the version of Unicode that they are of. */
export const NAMES_FILE: URL = packageFile('unicode-data/names.txt');

/** A character and what Unicode calls it. */
export interface NamedCharacter {
  readonly codePoint: number;
  /** In upper case, such as `CAT FACE WITH WRY SMILE`. */
  readonly name: string;
}

/** What the names of a range of characters begin with; each ends as {@link nameEnd} says. */
const RANGE = /^=([0-9A-F]+)\.\.([0-9A-F]+) (.+)$/;

/** Unicode's version, as the first line of the file has it. */
const VERSION = /^Unicode (\d+\.\d+\.\d+)$/;

/** The names of all characters but controls, ascending by code point, and Unicode's version. */
export interface CharacterNames {
  /** Such as `17.0.0`. */
  readonly version: string;
  readonly characters: readonly NamedCharacter[];
}

/**
 * Reads the file of all names.
 *
 * @throws DataError when it is not there, or is something else
 */
export function readCharacterNames(): CharacterNames {
  let text: string;
  try {
    text = readFileSync(NAMES_FILE, 'utf8');
  } catch (cause) {
    throw new DataError(`unicode-data/names.txt cannot be read (${messageOf(cause)}): run "make unicode-data"`, {
      cause,
    });
  }
  return parseCharacterNames(text);
}

/**
 * Reads what {@link formatCharacterNames} has written.
 *
 * @throws DataError when it is something else
 */
export function parseCharacterNames(text: string): CharacterNames {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const version = VERSION.exec(first)?.[1];
  if (version === undefined) throw new DataError('unicode-data/names.txt does not begin with the version of Unicode');
  const characters: NamedCharacter[] = [];
  let next = 0;
  for (const line of lines) {
    if (line.startsWith('+')) next = Number.parseInt(line.slice(1), 16);
    else if (line.startsWith('=')) next = addRange(characters, line);
    else characters.push({ codePoint: next++, name: line });
  }
  return { version, characters };
}

/** The names as a text: one a line, and of what follows from the place of a character one line for the whole range. */
export function formatCharacterNames({ version, characters }: CharacterNames): string {
  const lines = [`Unicode ${version}`];
  let next = -1;
  for (let at = 0; at < characters.length; ) {
    const { codePoint, name } = characters[at]!;
    const length = rangeLength(characters, at);
    if (length > 1) {
      const last = codePoint + length - 1;
      lines.push(`=${hex(codePoint)}..${hex(last)} ${rangeStem(characters[at]!)}`);
      at += length;
      next = last + 1;
      continue;
    }
    if (codePoint !== next) lines.push(`+${hex(codePoint)}`);
    lines.push(name);
    at += 1;
    next = codePoint + 1;
  }
  return `${lines.join('\n')}\n`;
}

/** A code point as Unicode writes it, without `U+`: at least four digits. */
export function hex(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0');
}

/** What the name of a character ends with where that follows from its code point. */
function nameEnd(codePoint: number): string {
  return codePoint >= FIRST_SYLLABLE && codePoint <= LAST_SYLLABLE ? syllableSounds(codePoint) : hex(codePoint);
}

function addRange(characters: NamedCharacter[], line: string): number {
  const [, first, last, stem] = RANGE.exec(line) ?? [];
  if (first === undefined || last === undefined) throw new DataError(`unicode-data/names.txt: "${line}" is no range`);
  const end = Number.parseInt(last, 16) + 1;
  for (let codePoint = Number.parseInt(first, 16); codePoint < end; codePoint++) {
    characters.push({ codePoint, name: stem + nameEnd(codePoint) });
  }
  return end;
}

/** How many characters from there on have names that follow from their code points in the same way; 0 if this has not. */
function rangeLength(characters: readonly NamedCharacter[], at: number): number {
  const first = characters[at]!;
  const stem = rangeStem(first);
  if (stem === undefined) return 0;
  let length = 1;
  for (let next = characters[at + 1]; next !== undefined; next = characters[at + length]) {
    if (next.codePoint !== first.codePoint + length || rangeStem(next) !== stem) break;
    length += 1;
  }
  return length;
}

function rangeStem({ codePoint, name }: NamedCharacter): string | undefined {
  const end = nameEnd(codePoint);
  return name.endsWith(end) && /[ -]$/.test(name.slice(0, -end.length)) ? name.slice(0, -end.length) : undefined;
}

import { type Look, lookAfter, PLAIN } from './look.ts';

/** One place of a terminal. */
export interface Cell {
  readonly text: string;
  readonly look: Look;
}

const ESCAPE = '\u001b';

/** What follows on an escape: a control sequence, a title, or one character. */
const SEQUENCE = /^(?:\[([?\d;]*)([@-~])|\][^\p{Cc}]*\p{Cc}|.)/u;

const EMPTY: Cell = { text: ' ', look: PLAIN };

/** What a terminal shows after an output: text in colours, written over, moved and erased as its control sequences say. */
export class Screen {
  readonly #columns: number;
  readonly #lines: Cell[][] = [];
  #row = 0;
  #column = 0;
  #look = PLAIN;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Shows more of the output. */
  write(output: string): void {
    const [text, ...sequences] = output.split(ESCAPE);
    this.#type(text!);
    for (const sequence of sequences) {
      const [all = '', parameters = '', command = ''] = SEQUENCE.exec(sequence) ?? [];
      this.#control(command, parameters);
      this.#type(sequence.slice(all.length));
    }
  }

  /** The lines down to the last that shows anything. */
  lines(): readonly (readonly Cell[])[] {
    const last = this.#lines.findLastIndex((line) => line.some(({ text }) => text !== ' '));
    return Array.from({ length: last + 1 }, (_, row) => this.#line(row));
  }

  #type(text: string): void {
    for (const character of text) {
      if (character === '\r') this.#column = 0;
      else if (character === '\n') this.#row++;
      else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
      else if (character >= ' ') this.#put(character);
    }
  }

  #put(text: string): void {
    if (this.#column >= this.#columns) {
      this.#column = 0;
      this.#row++;
    }
    const line = this.#line(this.#row);
    while (line.length < this.#column) line.push(EMPTY);
    line[this.#column++] = { text, look: this.#look };
  }

  #control(command: string, parameters: string): void {
    const count = Math.max(1, Number.parseInt(parameters, 10) || 1);
    switch (command) {
      case 'm':
        this.#look = lookAfter(this.#look, parameters.split(';').map(Number));
        break;
      case 'A':
        this.#row = Math.max(0, this.#row - count);
        break;
      case 'B':
        this.#row += count;
        break;
      case 'C':
        this.#column += count;
        break;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        break;
      case 'G':
        this.#column = count - 1;
        break;
      case 'E':
        this.#row += count;
        this.#column = 0;
        break;
      case 'F':
        this.#row = Math.max(0, this.#row - count);
        this.#column = 0;
        break;
      case 'K':
        this.#eraseInLine(parameters);
        break;
      case 'J':
        this.#line(this.#row).splice(this.#column);
        this.#lines.splice(this.#row + 1);
        break;
    }
  }

  /** From the cursor to the end of its line, from its beginning to the cursor, or all of it. */
  #eraseInLine(parameters: string): void {
    const line = this.#line(this.#row);
    if (parameters === '1') line.fill(EMPTY, 0, this.#column + 1);
    else line.splice(parameters === '2' ? 0 : this.#column);
  }

  #line(row: number): Cell[] {
    const line = this.#lines[row];
    if (line !== undefined) return line;
    this.#lines[row] = [];
    return this.#lines[row];
  }
}

import { counted } from '../../../lib/units/counted.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/** So many lines of a client are shown: some print one for each request. */
const SHOWN = 10;

/** No line is longer than that: it may have no end. */
const MAX_LENGTH = 500;

/** What a client prints while it is judged, for whoever looks for a mistake that way. */
export class PrintedLines {
  #last: string[] = [];
  #count = 0;
  #rest = '';

  /** Takes a piece of it. */
  readonly take = (text: string): void => {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop()!.slice(0, MAX_LENGTH);
    this.#add(lines);
  };

  /** Prints the last of it, and forgets all: another client comes. */
  show(context: CommandContext): void {
    if (this.#rest !== '') this.#add([this.#rest]);
    if (this.#count > 0) {
      const which = this.#count > SHOWN ? ', the last of which are' : '';
      print(context, `  your client printed ${counted(this.#count, 'line')} in all${which}:`);
      for (const line of this.#last) print(context, `    | ${line}`);
    }
    this.#last = [];
    this.#count = 0;
    this.#rest = '';
  }

  #add(lines: readonly string[]): void {
    this.#count += lines.length;
    this.#last = [...this.#last, ...lines.slice(-SHOWN).map((line) => line.slice(0, MAX_LENGTH))].slice(-SHOWN);
  }
}

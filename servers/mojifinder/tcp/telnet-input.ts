/** What a client has sent, read byte by byte. */
export type Input =
  | { readonly type: 'line'; readonly text: string }
  /** Ctrl-C, as telnet sends it or as a raw terminal does. */
  | { readonly type: 'interrupt' }
  /** Ctrl-D. */
  | { readonly type: 'end' }
  /** To be sent back at once: telnet waits for it. */
  | { readonly type: 'reply'; readonly bytes: Buffer }
  /** What cannot be read on from. */
  | { readonly type: 'objection'; readonly text: string };

/** The longest line that is read, in bytes. */
const MAX_LINE_BYTES = 4096;

const [CTRL_C, CTRL_D, LINE_FEED, RETURN] = [0x03, 0x04, 0x0a, 0x0d];

/**
 * Telnet's commands, each after an IAC.
 *
 * @see RFC 854, Telnet Protocol Specification; RFC 860, Telnet Timing Mark Option
 */
const [IAC, SUBNEGOTIATION_END, INTERRUPT, SUBNEGOTIATION, WILL, DO, DONT] = [0xff, 0xf0, 0xf4, 0xfa, 0xfb, 0xfd, 0xfe];
const TIMING_MARK = 0x06;

/** Where in a command of telnet the input is. */
type State = 'text' | 'command' | 'option' | 'timing' | 'subnegotiation' | 'subnegotiation command';

/** Reads what a telnet, a netcat or a raw terminal sends. It acts on bytes: some keys come without the end of a line. */
export class TelnetInput {
  #state: State = 'text';
  #line: number[] = [];
  #afterReturn = false;

  /** What these bytes complete, in order. After an objection nothing more is read. */
  *read(bytes: Uint8Array): Generator<Input> {
    for (const byte of bytes) {
      const input = this.#state === 'text' ? this.#readText(byte) : this.#readCommand(byte);
      if (input === undefined) continue;
      yield input;
      if (input.type === 'objection') return;
    }
  }

  /** The line that has no end, where the input ends. */
  rest(): Input | undefined {
    return this.#line.length === 0 ? undefined : this.#endLine();
  }

  #readText(byte: number): Input | undefined {
    // A line ends with CR LF, with LF alone, or with telnet's CR NUL.
    const endsBefore = this.#afterReturn && (byte === LINE_FEED || byte === 0);
    this.#afterReturn = byte === RETURN;
    if (endsBefore) return undefined;
    if (byte === IAC) this.#state = 'command';
    else if (byte === LINE_FEED || byte === RETURN) return this.#endLine();
    else if (byte === CTRL_C) return this.#drop({ type: 'interrupt' });
    else if (byte === CTRL_D) return this.#drop({ type: 'end' });
    else if (this.#line.push(byte) > MAX_LINE_BYTES)
      return objection(`A line has at most ${MAX_LINE_BYTES} bytes here.`);
    return undefined;
  }

  #readCommand(byte: number): Input | undefined {
    const state = this.#state;
    this.#state = 'text';
    if (state === 'command') return this.#begin(byte);
    if (state === 'timing' && byte === TIMING_MARK) {
      return { type: 'reply', bytes: Buffer.of(IAC, WILL, TIMING_MARK) };
    }
    if (state === 'subnegotiation') this.#state = byte === IAC ? 'subnegotiation command' : 'subnegotiation';
    else if (state === 'subnegotiation command' && byte !== SUBNEGOTIATION_END) this.#state = 'subnegotiation';
    return undefined;
  }

  #begin(command: number): Input | undefined {
    if (command === INTERRUPT) return this.#drop({ type: 'interrupt' });
    if (command === SUBNEGOTIATION) this.#state = 'subnegotiation';
    else if (command === DO) this.#state = 'timing';
    else if (command >= WILL && command <= DONT) this.#state = 'option';
    // A doubled IAC is the byte itself, which no text in UTF-8 has.
    else if (command === IAC) this.#line.push(IAC);
    return undefined;
  }

  /** A key that acts at once takes what was typed before it with it. */
  #drop(input: Input): Input {
    this.#line = [];
    return input;
  }

  #endLine(): Input {
    const bytes = Buffer.from(this.#line);
    this.#line = [];
    try {
      return { type: 'line', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    } catch {
      return objection('A line is text in UTF-8 here.');
    }
  }
}

function objection(text: string): Input {
  return { type: 'objection', text };
}

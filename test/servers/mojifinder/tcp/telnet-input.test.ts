import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Input, TelnetInput } from '../../../../servers/mojifinder/tcp/telnet-input.ts';

const TIMING_MARK = [0xff, 0xfd, 0x06];

function read(...chunks: (string | readonly number[])[]): Input[] {
  const input = new TelnetInput();
  return chunks.flatMap((chunk) => [...input.read(Buffer.from(chunk as string))]);
}

const line = (text: string): Input => ({ type: 'line', text });

describe('what a client sends', () => {
  it.each([
    ['CR LF', 'cat face\r\n'],
    ['LF alone', 'cat face\n'],
    ['CR alone', 'cat face\r'],
    ['CR NUL, as telnet sends it', 'cat face\r\0'],
  ])('is a line when %s ends it', (_, text) => {
    expect(read(text)).toEqual([line('cat face')]);
    expect(read(text, text)).toEqual([line('cat face'), line('cat face')]);
  });

  it('is cut at the ends of lines, wherever the network has cut it', () => {
    const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, (places) => {
        const bytes = [
          ...Buffer.from('né\r\n\r\n日本 sun\n\r\0moon'),
          ...TIMING_MARK,
          0xff,
          0xfb,
          0x1f,
          ...Buffer.from('!\r\n'),
        ];
        const ends = [...places.toSorted((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
        expect(read(...chunks)).toEqual(read(bytes));
      }),
    );
  });

  it('acts at once on Ctrl-C as telnet sends it, and has the reply that telnet waits for', () => {
    expect(read([0x61, 0xff, 0xf4, ...TIMING_MARK])).toEqual([
      { type: 'interrupt' },
      { type: 'reply', bytes: Buffer.of(0xff, 0xfb, 0x06) },
    ]);
  });

  it('acts at once on the bytes of Ctrl-C and Ctrl-D, and forgets what was typed before them', () => {
    expect(read('sun\x03moon\n')).toEqual([{ type: 'interrupt' }, line('moon')]);
    expect(read('sun\x04')).toEqual([{ type: 'end' }]);
  });

  it('has no commands of telnet in it: options, subnegotiations and the rest are dropped', () => {
    const commands = [
      0xff, 0xfb, 0x18, 0xff, 0xfd, 0x03, 0xff, 0xfa, 0x18, 0x00, 0x41, 0xff, 0xff, 0x0a, 0xff, 0xf0, 0xff, 0xf1,
    ];
    expect(read('cat ', commands, 'face\n')).toEqual([line('cat face')]);
  });

  it.each([
    ['a line over 4 KB', 'a'.repeat(4097), 'A line has at most 4096 bytes here.'],
    ['what is not UTF-8', [0xc3, 0x28, 0x0a], 'A line is text in UTF-8 here.'],
    ['the byte that telnet doubles', [0xff, 0xff, 0x0a], 'A line is text in UTF-8 here.'],
  ])('is objected to where it is %s', (_, bytes, text) => {
    expect(read(bytes).slice(0, 1)).toEqual([{ type: 'objection', text }]);
  });

  it('may be a line of 4 KB, and one without an end', () => {
    expect(read(`${'a'.repeat(4096)}\n`)).toEqual([line('a'.repeat(4096))]);
    const input = new TelnetInput();
    expect([...input.read(Buffer.from('sun'))]).toEqual([]);
    expect(input.rest()).toEqual(line('sun'));
    expect(input.rest()).toBeUndefined();
  });
});

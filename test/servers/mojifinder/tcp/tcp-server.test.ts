import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCharacterNames } from '../../../../lib/unicode/character-names.ts';
import { fate } from '../../../../servers/faults/decide-fate.ts';
import { type GivenFaults, parseProfile } from '../../../../servers/faults/profile.ts';
import { type Lab, startLab } from '../../../../servers/lab/start-lab.ts';
import { CharacterIndex } from '../../../../servers/mojifinder/characters/character-index.ts';
import { TextConnection } from '../../../helpers/raw/text-connection.ts';

const LABEL = 'MOJIFINDER-TCP';
const STATUS = /─{66} (\d+) found\r\n/;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ [LABEL]: {} });
});
afterAll(() => lab.close(0));
beforeEach(async () => {
  await lab.setFaults(LABEL, []);
  await lab.reset();
});

const connection = () => TextConnection.to(lab.server(LABEL).port);

/** Asks one line on a connection of its own, and resolves to all that came until the server closed. */
async function ask(line: string): Promise<TextConnection> {
  const client = await connection();
  client.socket.end(line);
  await client.closed();
  return client;
}

async function withFaults(faults: GivenFaults, line = 'cat face\n'): Promise<TextConnection> {
  await lab.setFaults(LABEL, faults);
  return ask(line);
}

describe('the finder over TCP', () => {
  it('prompts, and answers each line with characters, their number and the next prompt', async () => {
    using client = await connection();
    await client.until(/^\?> $/);
    client.socket.write('cat face\r\n');
    await client.until(/found\r\n\?> $/);
    const lines = client.text.split('\r\n');
    expect(lines).toHaveLength(12);
    expect(lines[0]).toBe('?> U+1F431\t🐱\tCAT FACE');
    expect(lines[10]).toBe(`${'─'.repeat(66)} 10 found`);
  });

  it('finds what the index finds, to the last of a hundred thousand', async () => {
    using client = await ask('cjk\n');
    const { total, page } = new CharacterIndex(readCharacterNames().characters).find('cjk');
    expect(client.text.split('\r\n')).toHaveLength(total + 2);
    expect(client.text).toContain(` ${total} found`);
    const [first, last] = [page(0, 1)[0]!, page(total - 1, total)[0]!];
    expect(client.text).toContain(first.name);
    expect(client.text).toContain(`${last.name}\r\n─`);
  });

  it('answers what was asked before the input ended, also a line without an end, then closes', async () => {
    using client = await ask('fire\nsun');
    expect(client.text.match(new RegExp(STATUS, 'g'))).toHaveLength(2);
    expect(client.text).toMatch(/17 found\r\n$/);
  });

  it('serves any number of clients at once', async () => {
    const clients = await Promise.all(Array.from({ length: 100 }, () => ask('chess black\n')));
    for (const { text } of clients) expect(text).toContain(' 35 found');
  });

  it('only prompts again at an empty line, and says what is wrong with control characters', async () => {
    using client = await ask('\r\n \nca\x01t\n');
    expect(client.text).toMatch(/^\?> \?> \?> A query has no control characters\.\r\n(\?> )?$/);
    expect(await lab.records(LABEL)).toEqual([]);
  });

  it.each([
    ['a line over 4 KB', 'x'.repeat(5000), 'at most 4096 bytes'],
    ['what is not UTF-8', Buffer.of(0xff, 0xff, 0x0a), 'UTF-8'],
  ])('answers %s with a message and closes', async (_, bytes, message) => {
    using client = await connection();
    client.socket.write(bytes);
    await client.closed();
    expect(client.text).toContain(message);
  });

  it('answers telnet’s Ctrl-C at the prompt, then closes', async () => {
    using client = await connection();
    client.socket.write(Buffer.of(0xff, 0xf4, 0xff, 0xfd, 0x06));
    await client.closed();
    expect(client.bytes.subarray(-3)).toEqual(Buffer.of(0xff, 0xfb, 0x06));
  });

  it('takes the first Ctrl-C after an answer for one that came too late to end it, and the next for the end', async () => {
    using client = await connection();
    client.socket.write('cat face\n');
    await client.until(/found\r\n\?> $/);
    client.socket.write('\x03');
    await client.until(/found\r\n\?> \r\n\?> $/);
    client.socket.write('\x03');
    await client.closed();
  });

  it('closes at Ctrl-D', async () => {
    using client = await connection();
    client.socket.write('\x04');
    await client.closed();
    expect(client.text).toBe('?> ');
  });

  it('ends the answer that is on its way at Ctrl-C, and prompts for the next', async () => {
    await lab.setFaults(LABEL, ['hang']);
    using client = await connection();
    client.socket.write('cat face\n');
    await expect.poll(async () => (await lab.server(LABEL).counts()).inFlight).toBe(1);
    await lab.setFaults(LABEL, []);
    client.socket.write('\x03cat face\n');
    await client.until(STATUS);
    expect((await lab.records(LABEL)).map(({ ending }) => ending)).toEqual(['client-gone', 'sent']);
  });

  it('costs bounded memory where a client does not read', async () => {
    using client = await connection();
    client.socket.pause();
    // Answers of 850 MB in all.
    client.socket.write('cjk\n'.repeat(200));
    const begun = async () => (await lab.records(LABEL))[0]?.firstByteMs;
    await expect.poll(begun, { timeout: 10_000 }).toBeDefined();
    const before = process.memoryUsage();
    using other = await ask('cat face\n');
    expect(other.text).toMatch(STATUS);
    const after = process.memoryUsage();
    const { requests, inFlight } = await lab.server(LABEL).counts();
    expect(inFlight).toBe(1);
    // The system itself may hold an answer or two for the client.
    expect(requests).toBeLessThan(10);
    expect(after.external + after.heapUsed - before.external - before.heapUsed).toBeLessThan(50e6);
  });

  it('speaks with a real telnet and a real netcat', async () => {
    const { port } = lab.server(LABEL);
    const talks = [
      ['nc', ['-N', '127.0.0.1', String(port)], 'cat face\r\n'],
      ['telnet', ['127.0.0.1', String(port)], undefined],
    ] as const;
    for (const [command, args, input] of talks) {
      const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      if (input !== undefined) child.stdin.end(input);
      // Telnet drops what it has read when its input ends.
      else child.stdout.once('data', () => child.stdin.write('cat face\n'));
      child.stdout.on('data', (chunk: Buffer) => chunk.includes(' 10 found') && child.stdin.end());
      expect(await text(child.stdout)).toContain('😼\tCAT FACE WITH WRY SMILE');
    }
  });
});

describe('faults of the finder over TCP', () => {
  it('are those of the key FIND and the words in upper case, one attempt a line, and are recorded', async () => {
    using _client = await withFaults(['delay=uniform:1ms..20ms'], 'cat  face\nFace-cat\nsun\n');
    const profile = parseProfile(['delay=uniform:1ms..20ms']);
    const records = await lab.records(LABEL);
    expect(records.map(({ key, attempt, ending, status }) => [key, attempt, ending, status])).toEqual([
      ['FIND CAT FACE', 1, 'sent', undefined],
      ['FIND FACE CAT', 1, 'sent', undefined],
      ['FIND SUN', 1, 'sent', undefined],
    ]);
    for (const { key, attempt, injectedMs, arrivedMs, firstByteMs } of records) {
      expect(injectedMs).toBe(fate(profile, { seed: 42, label: LABEL, key, attempt }).delayMs);
      expect(firstByteMs! - arrivedMs).toBeGreaterThanOrEqual(injectedMs);
    }
    expect((await lab.verdict(LABEL)).answers.statuses).toEqual({ answered: 3 });
  });

  it('break an answer off amid its lines, or close it there, or send no text at all', async () => {
    using reset = await withFaults(['reset@100%,at=body']);
    expect(reset.text).toMatch(/CAT FACE WITH TEARS/);
    expect(reset.text).not.toMatch(STATUS);
    using truncated = await withFaults(['truncate']);
    expect(truncated.text.split('\r\n')).toHaveLength(6);
    using early = await withFaults(['reset']);
    expect(early.text).not.toMatch(/CAT/);
    using garbage = await withFaults(['garbage']);
    expect(garbage.bytes.includes(0xff)).toBe(true);
    const failings = (await lab.records(LABEL)).map(({ ending, failsBy }) => [ending, failsBy]);
    expect(failings).toEqual([
      ['reset', 'reset'],
      ['reset', 'truncate'],
      ['reset', 'reset'],
      ['reset', 'garbage'],
    ]);
  });

  it('hold a paced answer back', async () => {
    using client = await withFaults(['throttle=4KB/s']);
    expect(client.text).toMatch(STATUS);
    const [record] = await lab.records(LABEL);
    const ms = (record!.bytes / 4096) * 1000;
    expect(record!.injectedMs).toBeCloseTo(ms, 0);
    expect(record!.endedMs! - record!.firstByteMs!).toBeGreaterThanOrEqual(ms * 0.9);
  });

  it('are refused where it cannot carry them out, naming those that it takes', async () => {
    const message = `${LABEL} cannot carry out the fault status: it takes hang, reset, garbage, delay, throttle, truncate`;
    await expect(lab.setFaults(LABEL, ['delay=1ms', 'status=503'])).rejects.toThrow(message);
    await expect(startLab({ [LABEL]: { faults: ['status=503'] } })).rejects.toThrow(message);
    const schedule = [{ atMs: 5, profile: parseProfile(['status=503']) }];
    await expect(startLab({ [LABEL]: { schedule } })).rejects.toThrow(message);
    expect(await lab.server(LABEL).faults()).toEqual([]);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { prefixed, questionBytes, StreamClient, said } from '../../helpers/raw/dns-client.ts';

async function withClient(
  faults: readonly string[],
  use: (client: StreamClient, lab: Awaited<ReturnType<typeof startLab>>) => Promise<void>,
): Promise<void> {
  await using lab = await startLab({ NAMES: { faults } });
  using client = await StreamClient.to(lab.server('NAMES').port);
  await use(client, lab);
}

const question = (name: string, id = 7) => prefixed(questionBytes(name, 'A', { id }));

describe('a TCP connection to NAMES', () => {
  it('brings any number of questions, one after the other or together', async () => {
    await withClient([], async (client, lab) => {
      client.send(question('is.dev'));
      expect(said((await client.next())!).data).toEqual(['127.0.0.1']);
      client.send(Buffer.concat([question('if.dev', 1), question('as.dev', 2), question('x.dev', 3)]));
      const answers = [await client.next(), await client.next(), await client.next()];
      expect(answers.map((answer) => answer!.id).sort()).toEqual([1, 2, 3]);
      const { requests, connections } = await lab.verdict('NAMES');
      expect({ requests, connections }).toEqual({ requests: 4, connections: 1 });
    });
  });

  it('may bring its questions byte by byte', async () => {
    await withClient([], async (client) => {
      const bytes = Buffer.concat([question('is.dev', 1), question('if.dev', 2)]);
      for (const byte of bytes) {
        client.send(Buffer.from([byte]));
        await new Promise<void>((resolve) => client.socket.write('', () => resolve()));
      }
      expect(said((await client.next())!).code).toBe('NOERROR');
      expect(said((await client.next())!).code).toBe('NXDOMAIN');
    });
  });

  it('gives each answer when it is due, in any order', async () => {
    await withClient(['delay=list:1ms@0.5,300ms@0.5'], async (client, lab) => {
      const names = Array.from({ length: 12 }, (_, i) => `n${i}.dev`);
      client.send(Buffer.concat(names.map((name, i) => question(name, i))));
      const order: number[] = [];
      for (const _ of names) order.push((await client.next())!.id!);
      const late = (await lab.records('NAMES')).filter(({ injectedMs }) => injectedMs > 1).map(({ seq }) => seq);
      expect(late.length).toBeGreaterThan(0);
      expect(late.length).toBeLessThan(names.length);
      expect(order.slice(-late.length).sort((a, b) => a - b)).toEqual(late);
    });
  });

  it('is answered after the client has closed its side', async () => {
    await withClient(['delay=100ms'], async (client) => {
      client.socket.end(question('is.dev'));
      expect(said((await client.next())!).data).toEqual(['127.0.0.1']);
      expect(await client.next()).toBeUndefined();
    });
  });

  it.each([
    ['a message that is too long for a question', Buffer.from([0x10, 0x01])],
    ['a message of no length', Buffer.from([0, 0])],
    ['an answer', prefixed(questionBytes('is.dev', 'A', { type: 'response' }))],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ])('is closed where it brings %s', async (_, bytes) => {
    await withClient([], async (client) => {
      client.send(bytes);
      expect(await client.next()).toBeUndefined();
    });
  });

  it('stays open for questions that are understood after one that is not', async () => {
    await withClient([], async (client) => {
      client.send(prefixed(questionBytes('is.dev').subarray(0, -3)));
      client.send(question('is.dev'));
      expect(said((await client.next())!).code).toBe('FORMERR');
      expect(said((await client.next())!).code).toBe('NOERROR');
    });
  });

  it('waits for an answer that does not come until its client goes, and the record says so', async () => {
    await withClient(['hang'], async (client, lab) => {
      client.send(question('is.dev'));
      await vi.waitFor(async () => expect((await lab.server('NAMES').counts()).inFlight).toBe(1));
      client.socket.destroy();
      await vi.waitFor(async () => expect((await lab.server('NAMES').counts()).inFlight).toBe(0));
      const { answers } = await lab.verdict('NAMES');
      expect(answers.hung).toBe(1);
      expect(await lab.records('NAMES')).toMatchObject([{ ending: 'client-gone', faults: ['hang'] }]);
    });
  });

  it('is read no further while too much waits to be answered', async () => {
    await withClient(['delay=1h'], async (client, lab) => {
      const questions = Buffer.concat(Array.from({ length: 5000 }, (_, i) => question(`n${i}.dev`, i)));
      client.send(questions);
      await vi.waitFor(async () => expect((await lab.server('NAMES').counts()).inFlight).toBe(1000));
      // It would be read if it were: loopback is quicker than another connection's question and answer.
      using other = await StreamClient.to(lab.server('NAMES').port);
      other.send(question('x.dev'));
      await vi.waitFor(async () => expect((await lab.server('NAMES').counts()).inFlight).toBe(1001));
      await lab.close(0);
    });
  });

  it('costs little where its client does not read', async () => {
    await withClient([], async (client, lab) => {
      client.socket.pause();
      const questions = Buffer.concat(Array.from({ length: 1000 }, (_, i) => question(`n${i}.dev`, i)));
      for (let round = 0; round < 600; round++) client.socket.write(questions);
      let before = 0;
      const stands = async () => {
        const { requests } = await lab.server('NAMES').counts();
        const isSame = requests > 1000 && requests === before;
        before = requests;
        return isSame;
      };
      await vi.waitFor(async () => expect(await stands()).toBe(true), { timeout: 30_000, interval: 300 });
      // What the server does not read stays with the client.
      expect(client.socket.writableLength).toBeGreaterThan(0);
      const { inFlight } = await lab.server('NAMES').counts();
      expect(inFlight).toBeLessThanOrEqual(1000);
    });
  });
});

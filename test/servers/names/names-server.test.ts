import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { DatagramClient, questionBytes, said } from '../../helpers/raw/dns-client.ts';

const LONG = `${`${'a'.repeat(60)}.`.repeat(4)}dev`;

async function asked(names: readonly string[], ...questions: readonly (readonly [string, string?])[]) {
  await using lab = await startLab({ NAMES: { names } });
  using client = await DatagramClient.to(lab.server('NAMES').port);
  const answers = [];
  for (const [name, type] of questions) answers.push(said(await client.ask(questionBytes(name, type))));
  return answers;
}

describe('NAMES', () => {
  it('finds the nine names that the book found, and no other', async () => {
    await using lab = await startLab({ NAMES: {} });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    for (const word of 'elif def as in for is and try not'.split(' ')) {
      expect(said(await client.ask(questionBytes(`${word}.dev`)))).toEqual({ code: 'NOERROR', data: ['127.0.0.1'] });
    }
    expect(said(await client.ask(questionBytes('if.dev')))).toEqual({ code: 'NXDOMAIN', data: [] });
    expect(said(await client.ask(questionBytes('is.org')))).toEqual({ code: 'NXDOMAIN', data: [] });
  });

  it('has addresses of both kinds, and nothing else', async () => {
    const answers = await asked(['Is.DEV.'], ['is.dev', 'A'], ['is.dev', 'AAAA'], ['is.dev', 'ANY'], ['is.dev', 'MX']);
    expect(answers).toEqual([
      { code: 'NOERROR', data: ['127.0.0.1'] },
      { code: 'NOERROR', data: ['::1'] },
      { code: 'NOERROR', data: ['127.0.0.1', '::1'] },
      { code: 'NOERROR', data: [] },
    ]);
  });

  it('does not say of what is above a name that there is nothing', async () => {
    const answers = await asked(['a.b.dev'], ['b.dev'], ['dev'], ['.'], ['c.dev'], ['x.a.b.dev']);
    expect(answers.map(({ code }) => code)).toEqual(['NOERROR', 'NOERROR', 'NOERROR', 'NXDOMAIN', 'NXDOMAIN']);
  });

  it('finds names in any case and of any script, and repeats them as they were asked for', async () => {
    await using lab = await startLab({ NAMES: { names: ['bücher.dev'] } });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    const answer = await client.ask(questionBytes('XN--Bcher-KVA.dEv'));
    expect(said(answer).data).toEqual(['127.0.0.1']);
    expect(answer.questions).toEqual([{ name: 'XN--Bcher-KVA.dEv', type: 'A', class: 'IN' }]);
    expect((await lab.records('NAMES')).map(({ key }) => key)).toEqual(['A xn--bcher-kva.dev']);
  });

  it('says that nobody is to remember its answers', async () => {
    await using lab = await startLab({ NAMES: {} });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    expect((await client.ask(questionBytes('is.dev'))).answers).toMatchObject([{ ttl: 0 }]);
    const { authorities, flag_aa, flag_ra, flag_rd } = await client.ask(questionBytes('if.dev'));
    expect({ flag_aa, flag_ra, flag_rd }).toEqual({ flag_aa: true, flag_ra: true, flag_rd: true });
    expect(authorities).toMatchObject([{ type: 'SOA', name: 'dev', ttl: 0, data: { minimum: 0 } }]);
  });

  it('speaks EDNS with who does, and cuts off a datagram that would be too long for the others', async () => {
    await using lab = await startLab({ NAMES: { names: [LONG] } });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    const short = await client.ask(questionBytes(LONG, 'ANY'));
    expect([short.flag_tc, short.answers]).toEqual([true, []]);
    const edns = { udpPayloadSize: 4096, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] };
    const opt = { type: 'OPT' as const, name: '.', ...edns };
    const long = await client.ask(questionBytes(LONG, 'ANY', { additionals: [opt] }));
    expect([long.flag_tc, said(long).data]).toEqual([false, ['127.0.0.1', '::1']]);
    expect(long.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
    const newer = await client.ask(questionBytes('a', 'A', { additionals: [{ ...opt, ednsVersion: 1 }] }));
    expect(newer.additionals).toMatchObject([{ type: 'OPT', extendedRcode: 1 }]);
  });

  it.each([
    ['a class that nobody uses', questionBytes('a', 'A', { questions: [{ name: 'a', type: 'A', class: 'CH' }] }), 5],
    ['two questions', questionBytes('a', 'A', { questions: Array(2).fill({ name: 'a', type: 'A' }) }), 1],
    ['no question', questionBytes('a', 'A', { questions: [] }), 1],
    ['a question cut short', questionBytes('is.dev').subarray(0, -3), 1],
    ['a name that leads in a circle', Buffer.from('00070100000100000000 0000c00c00010001'.replace(' ', ''), 'hex'), 1],
    ['a name of bytes that are no text', questionBytes('is.dev').fill(0xff, 13, 15), 1],
    ['a name with a dot within a part', questionBytes('i.s-dev').fill('.', 15, 16), 1],
    ['another operation', Buffer.from('000728000001000000000000', 'hex'), 4],
    ['what is too long for a question', Buffer.concat([questionBytes('is.dev'), Buffer.alloc(5000)]), 1],
  ])('answers %s by its code alone, and forgets it', async (_, message, code) => {
    await using lab = await startLab({ NAMES: {} });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    const { id, flags = 0, answers, flag_qr } = await client.ask(message);
    expect({ id, code: flags & 0b1111, answers, flag_qr }).toEqual({ id: 7, code, answers: [], flag_qr: true });
    expect(await lab.server('NAMES').counts()).toEqual({ requests: 0, inFlight: 0, ok: 0 });
  });

  it('does not answer answers, nor what is too short to be asked by anybody', async () => {
    await using lab = await startLab({ NAMES: {} });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    await client.send(questionBytes('is.dev', 'A', { type: 'response' }));
    await client.send(Buffer.from('is.dev'));
    await client.send(Buffer.alloc(0));
    // Datagrams on loopback come in order: had the others been answered, their answers would come first.
    expect(said(await client.ask(questionBytes('if.dev', 'AAAA'))).code).toBe('NXDOMAIN');
    expect(client.unread).toBe(0);
  });

  it('answers on both loopback addresses', async () => {
    await using lab = await startLab({ NAMES: {} });
    const { port, url } = lab.server('NAMES');
    expect(url).toBe(`dns://localhost:${port}`);
    for (const host of ['127.0.0.1', '::1'] as const) {
      using client = await DatagramClient.to(port, host);
      expect(said(await client.ask(questionBytes('is.dev'))).data).toEqual(['127.0.0.1']);
    }
  });

  it.runIf(hasDig())('agrees with dig, by UDP and TCP', async () => {
    await using lab = await startLab({ NAMES: {} });
    const port = String(lab.server('NAMES').port);
    const dig = async (...args: string[]) =>
      (await promisify(execFile)('dig', ['@127.0.0.1', '-p', port, ...args])).stdout;
    expect(await dig('+short', 'is.dev', 'if.dev')).toBe('127.0.0.1\n');
    expect(await dig('+short', '+tcp', '+keepopen', 'is.dev', 'if.dev', 'as.dev')).toBe('127.0.0.1\n127.0.0.1\n');
    expect(await dig('if.dev')).toContain('status: NXDOMAIN');
  });
});

function hasDig(): boolean {
  try {
    execFileSync('dig', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('names to find', () => {
  it('are for NAMES alone, and domain names', async () => {
    await expect(startLab({ LOCAL: { names: ['is.dev'] } })).rejects.toThrow(
      'LOCAL has no domain names: they are for NAMES',
    );
    await expect(startLab({ NAMES: { names: ['is.dev', 'is dev'] } })).rejects.toThrow('"is dev" is no domain name');
  });
});

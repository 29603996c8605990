import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';

const PATH = '/flags/br/br.gif';
const FLAG = readFlagsData('br/br.gif');

/** What a plain socket and undici get from a server with one fault. */
async function meet(fault: string) {
  await using lab = await startLab({ LAB: { faults: [fault] } });
  const { port, url } = lab.server('LAB');
  const raw = await rawAnswer(port, getAndClose(PATH));
  const viaUndici = await request(url + PATH)
    .then(async ({ statusCode, body }) => ({ statusCode, bytes: (await body.arrayBuffer()).byteLength }))
    .catch(({ code, name }: NodeJS.ErrnoException) => ({ code, name }));
  return { raw, viaUndici, records: await lab.records('LAB') };
}

describe('what each fault does on the wire', () => {
  it('reset at connect breaks off before any byte', async () => {
    const { raw, viaUndici, records } = await meet('reset,at=connect');
    expect(raw).toMatchObject({ text: '', ending: 'ECONNRESET' });
    expect(viaUndici).toMatchObject({ code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    expect(records.map(({ ending, faults }) => ({ ending, faults }))).toEqual(
      Array(2).fill({ ending: 'reset', faults: ['reset'] }),
    );
  });

  it('reset at headers breaks off before the headers are whole', async () => {
    const { raw, viaUndici } = await meet('reset,at=headers');
    expect(raw.ending).toBe('ECONNRESET');
    expect(raw.text).not.toContain('\r\n\r\n');
    expect(viaUndici).toHaveProperty('code');
  });

  it('reset at body breaks off with at most half of the body sent', async () => {
    const { raw, viaUndici, records } = await meet('reset,at=body');
    expect(raw.ending).toBe('ECONNRESET');
    expect(bodyOf(raw.text).length).toBeLessThanOrEqual(FLAG.length / 2);
    expect(viaUndici).toHaveProperty('code');
    expect(records[0]).toMatchObject({ ending: 'reset', status: 200 });
  });

  it('truncate promises the whole body, sends half of it and closes', async () => {
    const { raw, viaUndici, records } = await meet('truncate');
    expect(raw.ending).toBe('end');
    expect(raw.text).toContain(`Content-Length: ${FLAG.length}\r\n`);
    expect(bodyOf(raw.text)).toBe(FLAG.subarray(0, FLAG.length / 2).toString('latin1'));
    expect(viaUndici).toHaveProperty('code');
    expect(records[0]).toMatchObject({ ending: 'reset', bytes: Math.floor(FLAG.length / 2) });
  });

  it('garbage is not HTTP', async () => {
    const { raw, viaUndici } = await meet('garbage');
    expect(raw.text).not.toMatch(/^HTTP/);
    expect(raw.text.length).toBeGreaterThan(0);
    expect(viaUndici).toMatchObject({ name: 'HTTPParserError' });
  });

  it('hang keeps the connection open until the client gives up', async () => {
    await using lab = await startLab({ LAB: { faults: ['hang'] } });
    const giveUp = new AbortController();
    const asked = fetch(lab.url('LAB') + PATH, { signal: giveUp.signal }).catch(({ name }) => name);
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(1);
    expect((await lab.records('LAB'))[0]).toMatchObject({ ending: 'open' });
    giveUp.abort();
    expect(await asked).toBe('AbortError');
    await expect.poll(async () => (await lab.records('LAB'))[0]?.ending).toBe('client-gone');
    expect((await lab.records('LAB'))[0]).toMatchObject({ status: undefined, faults: ['hang'] });
  });

  it('throttle paces the body and changes no byte of it', async () => {
    const { raw, viaUndici } = await meet('throttle=32KB/s');
    const expectedMs = (FLAG.length / 32_768) * 1000;
    expect(bodyOf(raw.text)).toBe(FLAG.toString('latin1'));
    expect(raw.lastByteMs).toBeGreaterThan(expectedMs - 50);
    expect(raw.firstByteMs).toBeLessThan(expectedMs);
    expect(viaUndici).toEqual({ statusCode: 200, bytes: FLAG.length });
  });

  it('slow headers come byte by byte, then the body at once', async () => {
    const { raw, viaUndici } = await meet('slow-headers=1s');
    expect(raw.lastByteMs).toBeGreaterThanOrEqual(999);
    expect(raw.firstByteMs).toBeLessThan(raw.lastByteMs! - 150);
    expect(bodyOf(raw.text)).toBe(FLAG.toString('latin1'));
    expect(viaUndici).toEqual({ statusCode: 200, bytes: FLAG.length });
  });

  it('rate lets the burst through and answers 429 with Retry-After and RateLimit to the rest', async () => {
    await using lab = await startLab({ LAB: { faults: ['rate=0.5/s,burst=3'] } });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await fetch(lab.url('LAB') + PATH));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(answers[3]!.headers.get('retry-after')).toBe('2');
    expect(answers[3]!.headers.get('ratelimit')).toMatch(/^"rate";r=0;t=\d$/);
    expect(answers[0]!.headers.get('x-lab-fault')).toBeNull();
    expect(answers[4]!.headers.get('x-lab-fault')).toBe('rate');
    expect((await lab.records('LAB')).map(({ shed }) => shed)).toEqual([false, false, false, true, true]);
  });

  it('a shaped answer leaves the connection as it was for the next', async () => {
    await using lab = await startLab({ LAB: { faults: ['throttle=200KB/s', 'slow-headers=50ms'] } });
    const twice = `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n${getAndClose(PATH)}`;
    const { text } = await rawAnswer(lab.server('LAB').port, twice);
    expect(text.split('HTTP/1.1 200 OK')).toHaveLength(3);
    expect(text.split(FLAG.toString('latin1'))).toHaveLength(3);
  });

  it('a share of requests is touched: those whose draw says so, and no other', async () => {
    await using lab = await startLab({ LAB: { faults: ['truncate@50%'] } });
    const codes = ['br', 'us', 'in', 'cn', 'de', 'fr', 'jp', 'mx'];
    const raw = codes.map((cc) => rawAnswer(lab.server('LAB').port, getAndClose(`/flags/${cc}/${cc}.gif`)));
    const whole = (await Promise.all(raw)).map(
      ({ text }, i) => bodyOf(text).length === readFlagsData(`${codes[i]}/${codes[i]}.gif`).length,
    );
    const records = await lab.records('LAB');
    const touched = (cc: string) => records.find(({ key }) => key.includes(`/${cc}/`))!.faults.length > 0;
    expect(whole).toEqual(codes.map((cc) => !touched(cc)));
    expect(new Set(whole).size).toBe(2);
  });
});

function bodyOf(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

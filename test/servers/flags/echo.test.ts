import { describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';

const JSON_BODY = '{"amount":7}';

const send = (lab: Lab, body: string | Uint8Array<ArrayBuffer>, init: RequestInit = {}) =>
  fetch(`${lab.url('LOCAL')}/echo?a=b`, { method: 'POST', body, ...init });

const withKey = (key: string) => ({ headers: { 'Idempotency-Key': key } });

describe('what is sent to /echo', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by %s comes back as it was', async (method) => {
    await using lab = await startLab({ LOCAL: {} });
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
    const answer = await send(lab, bytes, { method, headers: { 'Content-Type': 'image/gif' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    await expect
      .poll(() => lab.records('LOCAL'))
      .toMatchObject([{ key: `${method} /echo`, bytes: 100_000, ending: 'sent' }]);
  });

  it('may be in chunks, or nothing', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const body = ReadableStream.from([Buffer.from('one, '), Buffer.from('two')]);
    const chunked = await send(lab, body as never, { duplex: 'half' } as RequestInit);
    expect(await chunked.text()).toBe('one, two');
    expect(await (await send(lab, '')).text()).toBe('');
  });

  it('is refused by GET, and where it is too large', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const got = await fetch(`${lab.url('LOCAL')}/echo`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, PATCH, PUT, DELETE']);
    const large = await send(lab, 'x'.repeat(2 ** 20 + 1));
    expect([large.status, ((await large.json()) as { detail: string }).detail]).toEqual([
      413,
      'At most 1048576 bytes are echoed.',
    ]);
  });

  it('meets faults as any request, and is not done where one answers instead', async () => {
    await using lab = await startLab({ LOCAL: { faults: ['status=503,first=1,method=POST'] } });
    expect((await send(lab, JSON_BODY)).status).toBe(503);
    expect((await send(lab, JSON_BODY)).status).toBe(200);
    expect((await lab.verdict('LOCAL')).duplicateWrites).toBe(0);
  });
});

describe('a retry after an answer that was lost once the work was done', () => {
  const LOSES_FIRST = { LOCAL: { faults: ['reset,at=headers,first=1'] } };

  it('does it twice, which the verdict counts', async () => {
    await using lab = await startLab(LOSES_FIRST);
    await expect(send(lab, JSON_BODY)).rejects.toThrow();
    expect((await send(lab, JSON_BODY)).status).toBe(200);
    expect((await send(lab, '{"amount":8}')).status).toBe(200);
    expect((await lab.verdict('LOCAL')).duplicateWrites).toBe(1);
  });

  it('with its Idempotency-Key does it once, and gets the first answer', async () => {
    await using lab = await startLab(LOSES_FIRST);
    await expect(send(lab, JSON_BODY, withKey('a'))).rejects.toThrow();
    const second = await send(lab, JSON_BODY, withKey('a'));
    expect([await second.text(), second.headers.get('idempotent-replayed')]).toEqual([JSON_BODY, 'true']);
    const other = await send(lab, JSON_BODY, withKey('b'));
    expect(other.headers.get('idempotent-replayed')).toBeNull();
    expect((await lab.verdict('LOCAL')).duplicateWrites).toBe(0);
  });

  it('by PUT or DELETE may be sent again', async () => {
    await using lab = await startLab(LOSES_FIRST);
    for (const method of ['PUT', 'DELETE']) {
      await expect(send(lab, JSON_BODY, { method })).rejects.toThrow();
      await send(lab, JSON_BODY, { method });
    }
    expect((await lab.verdict('LOCAL')).duplicateWrites).toBe(0);
  });
});

describe('an Idempotency-Key', () => {
  it('is refused with another body', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await send(lab, JSON_BODY, withKey('a'));
    expect((await send(lab, '{}', withKey('a'))).status).toBe(422);
  });

  it('is known within its run alone', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const replayed = async (run: string) => {
      const headers = { 'Idempotency-Key': 'a', 'X-Lab-Run': run };
      return (await send(lab, JSON_BODY, { headers })).headers.get('idempotent-replayed');
    };
    expect([await replayed('red'), await replayed('red'), await replayed('blue')]).toEqual([null, 'true', null]);
    await lab.server('LOCAL').reset('red');
    expect([await replayed('red'), await replayed('blue')]).toEqual([null, 'true']);
    await lab.reset();
    expect(await replayed('blue')).toBeNull();
  });
});

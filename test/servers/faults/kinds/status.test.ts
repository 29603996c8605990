import { describe, expect, it } from 'vitest';
import { withServer } from '../../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';

/** Asks for a flag so many times, one after another, and tells what came and what was recorded. */
async function ask(faults: readonly string[], times = 1, timeScale = 1) {
  return withServer({ label: 'ERROR', faults, timeScale }, async (server) => {
    const answers = [];
    for (let i = 0; i < times; i++) {
      const { status, headers } = await fetch(server.url + PATH);
      answers.push({ status, headers: Object.fromEntries(headers) });
    }
    return { answers, records: await server.records() };
  });
}

describe('the status fault', () => {
  it('answers with its status after the delay, and confesses both', async () => {
    const { answers, records } = await ask(['delay=30ms', 'status=418']);
    expect(answers).toMatchObject([
      { status: 418, headers: { 'server-timing': 'fault;dur=30', 'x-lab-fault': 'delay, status' } },
    ]);
    expect(records).toMatchObject([{ status: 418, injectedMs: 30, faults: ['delay', 'status'] }]);
  });

  it('with fail-fast answers at once, and does not confess a delay that was not', async () => {
    const { answers, records } = await ask(['delay=1h', 'status=418,fail-fast']);
    expect(answers).toMatchObject([
      { status: 418, headers: { 'server-timing': 'fault;dur=0', 'x-lab-fault': 'status' } },
    ]);
    expect(records).toMatchObject([{ injectedMs: 0, faults: ['status'] }]);
  });

  it('with fail-fast leaves the delay of a request that it does not touch', async () => {
    const { answers } = await ask(['delay=20ms', 'status=418@0%,fail-fast']);
    expect(answers).toMatchObject([
      { status: 200, headers: { 'server-timing': 'fault;dur=20', 'x-lab-fault': 'delay' } },
    ]);
  });

  it.each([
    ['2s', 1, '2'],
    ['1500ms', 1, '2'],
    ['1ms', 1, '1'],
    ['0', 1, '0'],
    ['10s', 0.1, '1'],
  ])(
    'with retry-after=%s at time scale %d sends Retry-After: %s, in whole seconds',
    async (after, timeScale, header) => {
      const { answers, records } = await ask([`status=503,retry-after=${after}`], 1, timeScale);
      expect(answers[0]!.headers['retry-after']).toBe(header);
      expect(records[0]!.retryAfterMs).toBe(Number(header) * 1000);
    },
  );

  it('sends no Retry-After when it is not asked to', async () => {
    const { answers, records } = await ask(['status=503']);
    expect(answers[0]!.headers).not.toHaveProperty('retry-after');
    expect(records[0]!.retryAfterMs).toBeUndefined();
  });

  it('with first=n touches the first n attempts of a key and no later one', async () => {
    const { answers, records } = await ask(['status=503,first=2'], 4);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200, 200]);
    expect(records.map(({ attempt, faults }) => [attempt, faults])).toEqual([
      [1, ['status']],
      [2, ['status']],
      [3, []],
      [4, []],
    ]);
  });

  it('with retry-after=date: sends the date at which the wait is over, in whole seconds', async () => {
    const before = new Date();
    const { answers, records } = await ask(['status=503,retry-after=date:2s']);
    const after = new Date();
    const date = new Date(answers[0]!.headers['retry-after']!);
    expect(answers[0]!.headers['retry-after']).toBe(date.toUTCString());
    expect(date.getTime()).toBeGreaterThanOrEqual(before.getTime() + 2000);
    expect(date.getTime()).toBeLessThan(after.getTime() + 3000);
    expect(records[0]!.retryAfterMs).toBeGreaterThanOrEqual(2000);
    expect(records[0]!.retryAfterMs).toBeLessThan(3000);
  });

  it.each([
    ['{"error":"down"}', undefined, 'application/json'],
    ['down', undefined, 'text/plain; charset=utf-8'],
    ['<p>Zu, für heute', 'text/html; charset=utf-8', 'text/html; charset=utf-8'],
  ])('answers with the body %j of type %s as %s, and counts its bytes', async (body, type, contentType) => {
    const spec = { fault: 'status', status: 503, body, ...(type !== undefined && { type }) };
    await withServer({ faults: [spec] }, async ({ url, records }) => {
      const answer = await fetch(url + PATH);
      expect([answer.headers.get('content-type'), await answer.text()]).toEqual([contentType, body]);
      const head = await fetch(url + PATH, { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
      await expect.poll(async () => (await records()).map(({ bytes }) => bytes)).toEqual([Buffer.byteLength(body), 0]);
    });
  });

  it('has no body with a status that has none', async () => {
    await withServer({ faults: ['status=204'] }, async ({ url }) => {
      const answer = await fetch(url + PATH);
      expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([204, '', null]);
    });
  });

  it('answers with headers, as often as they are given', async () => {
    const fault =
      'status=401,answer-header="WWW-Authenticate: Basic",answer-header="Set-Cookie: a=1",answer-header="Set-Cookie: b=2"';
    await withServer({ faults: [fault] }, async ({ url }) => {
      const { headers } = await fetch(url + PATH);
      expect(headers.get('www-authenticate')).toBe('Basic');
      expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    });
  });

  it('of two that touch a request has nothing of the earlier one in its answer', async () => {
    const { answers } = await ask(['status=503,body=down,retry-after=date:1s,answer-header=x-id:7', 'status=418']);
    expect(answers[0]).toMatchObject({ status: 418, headers: { 'content-type': 'application/json' } });
    expect(Object.keys(answers[0]!.headers)).not.toEqual(expect.arrayContaining(['x-id']));
    expect(answers[0]!.headers).not.toHaveProperty('retry-after');
  });

  it('of two that touch a request answers the later', async () => {
    const { answers } = await ask(['status=503,first=1', 'status=418']);
    expect(answers[0]!.status).toBe(418);
  });
});

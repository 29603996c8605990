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

  it('of two that touch a request answers the later', async () => {
    const { answers } = await ask(['status=503,first=1', 'status=418']);
    expect(answers[0]!.status).toBe(418);
  });
});

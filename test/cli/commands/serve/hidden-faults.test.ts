import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../../../servers/control/describe-api.ts';
import { type Serving, serving } from '../../../helpers/serving.ts';

const PROFILE = ['delay=fixed:37ms', 'throttle=53000B/s', 'status=503,first=1,body="sesame"', 'rate=1900/s,burst=800'];

/** What gives the kinds or settings of that profile away. Texts on all faults that there are do not. */
const WORDS = /delay|throttle|sesame|fixed|(?<!\d)(?:53000|1900)(?!\d)|first=|rate=|ratelimit|injected|turned away/i;

/** The same in what has fields of those names: `injectedMs` is 0, and no fault is listed. */
const TOLD =
  /delay|throttle|sesame|fixed|(?<!\d)(?:53000|1900)(?!\d)|first=|rate=|"injectedMs":[^0]|"faults":\["|"failsBy"/;

const SOON = { timeout: 10_000 };

/** Pages on the API and on all faults, the same whatever a server does. */
const ON_ALL = ['/api/docs', '/api/openapi.json', '/api/faults'];

let lab: Serving;
let token: Record<string, string>;
let runId: string;

beforeAll(async () => {
  lab = await serving(['LOCAL'], ['--room', '--host', '127.0.0.1', '-v']);
  const { token: told } = lab.events.find(({ type }) => type === 'control') as unknown as { token: string };
  token = { Authorization: `Bearer ${told}` };
  onAll = await Promise.all(ON_ALL.map((path) => textOf(path)));
  await change('PUT', '/api/servers/LOCAL/faults', { faults: PROFILE, hidden: true });
  const run = await change('POST', '/api/runs', {});
  runId = ((await run.json()) as { id: string }).id;
});
afterAll(() => lab[Symbol.asyncDispose]());

let onAll: string[];

function change(method: string, path: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', ...token };
  return fetch(lab.urls.CONTROL + path, { method, headers, body: JSON.stringify(body) });
}

async function textOf(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(lab.urls.CONTROL + path, { headers })).text();
}

/** What has been told as events so far, once an event of each of these names has come. */
async function eventsOf(names: readonly string[], headers: Record<string, string> = {}): Promise<string> {
  const { body } = await fetch(`${lab.urls.CONTROL}/api/events?requests=LOCAL`, { headers });
  let text = '';
  for await (const chunk of body!) {
    text += Buffer.from(chunk).toString();
    if (names.every((name) => text.includes(`event: ${name}\n`)) && text.endsWith('\n\n')) return text;
  }
  throw new Error(`the stream ended after ${text}`);
}

/** Every path of the API that can be read, with its parameters filled in. */
function readablePaths(): string[] {
  const { operations, streams } = describeApi('');
  const paths = [...operations.filter(({ method }) => method === 'get'), ...(streams ?? [])].map(({ path }) => path);
  const values: Record<string, string> = { label: 'LOCAL', id: runId, name: 'red', code: 'br', file: 'br.gif' };
  return paths.map((path) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!));
}

describe('hidden faults', () => {
  it('are told by no answer of their server, nor by its pages', async () => {
    const url = `${lab.urls.LOCAL}/run/red/flags/br/br.gif`;
    for (const status of [503, 200]) {
      const answer = await fetch(url);
      expect(answer.status).toBe(status);
      expect(JSON.stringify([...answer.headers])).not.toMatch(WORDS);
      expect([...answer.headers.keys()]).not.toContain('server-timing');
      await answer.bytes();
    }
    expect(await (await fetch(lab.urls.LOCAL!)).text()).not.toMatch(/37ms|sesame|(?<!\d)(?:53000|1900)(?!\d)/);
  });

  it('are told by nothing that a learner can read', async () => {
    await expect.poll(async () => textOf('/api/room'), SOON).toContain('"red"');
    for (const path of readablePaths().filter((path) => path !== '/api/events' && !ON_ALL.includes(path))) {
      expect(await textOf(path).then((text) => `${path}: ${text}`)).not.toMatch(TOLD);
    }
    expect(await Promise.all(ON_ALL.map((path) => textOf(path)))).toEqual(onAll);
    const seat = async () => JSON.parse(await textOf('/api/room')).names[0].seats[0];
    await expect.poll(async () => (await seat()).verdict.requests, SOON).toBe(2);
    const red = { seats: [await seat()] };
    expect(red.seats[0]).not.toHaveProperty('queuedMs');
    expect(red.seats[0].verdict).not.toHaveProperty('faulted');
    expect(red.seats[0].verdict).toMatchObject({ requests: 2, ok: 1, answers: { statuses: { 200: 1, 503: 1 } } });
    const events = await eventsOf(['servers', 'room', 'requests']);
    expect(events).not.toMatch(TOLD);
    expect(events).toContain('"status":503');
    for (const path of ['/api/experiments', '/api/history', '/reports/x']) {
      expect(await textOf(path)).toContain('who leads this room alone');
    }
  });

  it('are told by nothing on the screen on which serve prints', async () => {
    const isOf = (wanted: string) => lab.events.filter(({ type }) => type === wanted);
    await expect.poll(() => isOf('request').length, SOON).toBe(2);
    expect(isOf('changed')).toMatchObject([{ label: 'LOCAL', faults: 'hidden' }]);
    expect(JSON.stringify([isOf('changed'), isOf('request')])).not.toMatch(TOLD);
  });

  it('are told to who leads, wherever they are told where they are not hidden', async () => {
    for (const path of ['/api/servers', '/api/lab', '/metrics', `/api/runs/${runId}/records`]) {
      expect(await textOf(path, token)).toMatch(/delay/);
    }
    expect((await fetch(`${lab.urls.CONTROL}/api/history`, { headers: token })).status).toBe(200);
    const events = await eventsOf(['servers', 'requests'], token);
    expect(events).toMatch(/"faults":\["rate=1900\/s,burst=800","delay=fixed:37ms"/);
    expect(events).toMatch(/"faults":\["delay","throttle"/);
  });

  it('keep nobody from knowing why there is no score, where that is its own doing', async () => {
    for (let attempt = 1; attempt <= 2; attempt++) await fetch(`${lab.urls.LOCAL}/run/blue/flags/`);
    const blue = async () => {
      const { names } = JSON.parse(await textOf('/api/room')) as { names: { name: string; seats: object[] }[] };
      return names.find(({ name }) => name === 'blue')?.seats;
    };
    await expect.poll(blue, SOON).toMatchObject([{ last: { requests: 2, shareWithheld: 'no flag was asked for' } }]);
  });

  it('are told to all again once they are not hidden any more', async () => {
    await change('PUT', '/api/servers/LOCAL/faults', { faults: ['delay=1ms'] });
    expect(await textOf('/api/servers')).toContain('delay=fixed:1ms');
    expect((await fetch(`${lab.urls.LOCAL}/run/red/flags/fr/fr.gif`)).headers.get('x-lab-fault')).toBe('delay');
    await expect
      .poll(() => lab.events.findLast(({ type }) => type === 'changed')?.faults, SOON)
      .toBe('delay=fixed:1ms');
  });
});

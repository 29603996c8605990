import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import type { FiguresHistory } from '../../../servers/control/last-minute.ts';
import type { RequestsEvent } from '../../../servers/control/requests-feed.ts';
import type { ServerFigures } from '../../../servers/control/servers-source.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';

interface Told {
  readonly id: string | undefined;
  readonly name: string;
  readonly data: { servers: ServerFigures[] } & RequestsEvent;
}

let lab: Lab;
let control: Control;

beforeEach(async () => {
  lab = await startLab({ LOCAL: {}, DELAY: { faults: ['delay=300ms', 'capacity=1,service=600ms'] } });
  control = await startControl(lab, { port: 0, host: undefined, open: false });
});
afterEach(async () => {
  await control.close();
  await lab.close(0);
});

/** Reads the stream until what has been told satisfies a condition. */
async function eventsUntil(
  isEnough: (told: readonly Told[]) => boolean,
  { query = '', lastId = '' } = {},
): Promise<Told[]> {
  const response = await fetch(`${control.url}/api/events${query}`, { headers: { 'Last-Event-ID': lastId } });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const told = toldIn(text);
    if (told.length > 0 && text.endsWith('\n\n') && isEnough(told)) return told;
  }
  throw new Error(`the stream ended after ${text}`);
}

function toldIn(text: string): Told[] {
  return [...text.matchAll(/(?:id: (\S+)\n)?event: (\w+)\ndata: (.*)\n/g)].map(([, id, name, data]) => ({
    id,
    name: name!,
    data: JSON.parse(data!),
  }));
}

const figures = (told: readonly Told[], label: string) =>
  told.findLast(({ name }) => name === 'servers')!.data.servers.find((server) => server.label === label)!;

const ask = (label: string, path: string) => fetch(`${lab.url(label)}${path}`).then((answer) => answer.bytes());

/** So many requests on one connection, which the last one ends. */
function requestsFor(path: string, count: number): string {
  const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`;
  return `${`${head}\r\n`.repeat(count - 1)}${head}Connection: close\r\n\r\n`;
}

describe('the events of a lab', () => {
  it('begin with all figures, and tell them again when they have changed', async () => {
    const [first] = await eventsUntil(() => true);
    expect(figures([first!], 'LOCAL')).toMatchObject({
      enabled: true,
      faults: [],
      requests: 0,
      peakInFlight: 0,
      statuses: {},
    });
    const asked = Promise.all(['br', 'fr', 'de'].map((code) => ask('DELAY', `/flags/${code}/${code}.gif`)));
    const waiting = await eventsUntil((told) => figures(told, 'DELAY').queued === 2);
    expect(figures(waiting, 'DELAY')).toMatchObject({ requests: 3, inFlight: 3, peakInFlight: 3, connections: 3 });
    await asked;
    const after = await eventsUntil((told) => figures(told, 'DELAY').inFlight === 0);
    expect(figures(after, 'DELAY')).toMatchObject({ ok: 3, queued: 0, peakInFlight: 3, statuses: { 200: 3 } });
    await lab.setFaults('LOCAL', ['status=503']);
    const changed = await eventsUntil((told) => figures(told, 'LOCAL').faults.length > 0);
    expect(figures(changed, 'LOCAL').faults).toEqual(['status=503@100%']);
  });

  it('tell what was missed to a reader that comes back', async () => {
    const first = Promise.withResolvers<void>();
    const reading = eventsUntil((told) => {
      const { requests } = figures(told, 'LOCAL');
      if (requests === 1) first.resolve();
      return requests === 2;
    });
    await ask('LOCAL', '/flags/br/br.gif');
    await first.promise;
    await ask('LOCAL', '/flags/br/br.gif');
    const told = await reading;
    const once = told.find(
      ({ name, data }) => name === 'servers' && data.servers.find(({ label }) => label === 'LOCAL')!.requests === 1,
    )!;
    const [missed] = await eventsUntil(() => true, { lastId: once.id! });
    expect(figures([missed!], 'LOCAL').requests).toBe(2);
  });

  it.each(['7', 'abcdef012345-1', 'x'])(
    'tell all at once to a reader whose last event %s is none of theirs',
    async (lastId) => {
      await eventsUntil(() => true);
      const [first] = await eventsUntil(() => true, { lastId });
      expect(first!.data.servers.map(({ label }) => label)).toEqual(['LOCAL', 'DELAY']);
    },
  );

  it('tell connections that are open, and not those that were', async () => {
    for (let i = 0; i < 3; i++) {
      await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`, { headers: { Connection: 'close' } }).then((answer) =>
        answer.bytes(),
      );
    }
    await ask('LOCAL', '/flags/br/br.gif');
    expect(figures(await eventsUntil((told) => figures(told, 'LOCAL').requests === 4), 'LOCAL').connections).toBe(1);
    await lab.reset();
    expect(figures(await eventsUntil((told) => figures(told, 'LOCAL').runs === 2), 'LOCAL').connections).toBe(1);
  });
});

describe('the requests of a server', () => {
  const requests = (told: readonly Told[]) =>
    told.filter(({ name }) => name === 'requests').flatMap(({ data }) => data.records);

  it('are told to who asks for them, as they come, get their place, and end', async () => {
    const query = '?requests=delay';
    const reading = eventsUntil((told) => requests(told).filter(({ endedMs }) => endedMs !== undefined).length === 2, {
      query,
    });
    await eventsUntil((told) => told.some(({ name }) => name === 'requests'), { query });
    await Promise.all([ask('DELAY', '/flags/br/br.gif'), ask('DELAY', '/run/red/flags/fr/fr.gif')]);
    const told = await reading;
    const ofSecond = requests(told).filter(({ seq }) => seq === 1);
    expect(ofSecond.map(({ ending }) => ending)).toEqual(expect.arrayContaining(['open', 'sent']));
    expect(ofSecond.at(-1)).toMatchObject({ label: 'DELAY', attempt: 1, status: 200 });
    expect(told.some(({ data }) => data.waiting?.includes(1))).toBe(true);
    // What has come before is told to who begins to look on.
    const [before] = (await eventsUntil((later) => later.some(({ name }) => name === 'requests'), { query })).filter(
      ({ name }) => name === 'requests',
    );
    expect(before!.data.records.map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('are a choice, and said to be one, where too many come at once', async () => {
    const query = '?requests=LOCAL';
    const reading = eventsUntil((told) => told.some(({ data }) => data.skipped > 0), { query });
    let isTold = false;
    const told = reading.finally(() => {
      isTold = true;
    });
    // In one piece, for a busy machine would spread them out; and again, for it may look on late.
    const { port } = new URL(lab.url('LOCAL'));
    while (!isTold) await rawClient(Number(port), requestsFor('/flags/br/br.gif', 2000)).text;
    const { records, skipped } = (await told).find(({ data }) => data.skipped > 0)!.data;
    expect(records.filter(({ arrivedMs }) => arrivedMs > 0).length).toBeGreaterThan(0);
    expect(skipped).toBeGreaterThan(0);
  });

  it('cannot be had of a server that there is not', async () => {
    const response = await fetch(`${control.url}/api/events?requests=NOWHERE`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('there is no server "NOWHERE"') });
  });

  it('tell first how the figures were in the last minute, though nobody looked on, also to who comes back', async () => {
    await ask('LOCAL', '/flags/br/br.gif');
    const samplesOf = (told: readonly Told[]) => {
      const { servers } = told.find(({ name }) => name === 'history')!.data as unknown as FiguresHistory;
      return servers.find(({ label }) => label === 'LOCAL')?.samples ?? [];
    };
    const read = (lastId?: string) =>
      eventsUntil((told) => told.some(({ name }) => name === 'history'), lastId === undefined ? {} : { lastId });
    await expect.poll(async () => samplesOf(await read()).at(-1)?.figures.requests, { timeout: 10_000 }).toBe(1);
    const { id } = (await read()).find(({ name }) => name === 'servers')!;
    const again = samplesOf(await read(id!));
    expect(again.at(-1)).toMatchObject({
      agoMs: expect.any(Number),
      figures: { requests: 1, ok: 1, statuses: { 200: 1 } },
    });
    expect(again.every(({ agoMs }, i) => i === 0 || agoMs < again[i - 1]!.agoMs)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { Proxies } from '../../../servers/proxies/proxies.ts';
import { readProxies } from '../../../servers/proxies/read-proxies.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { RawConnection } from '../../helpers/raw/raw-connection.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** The settings of a file that lists these proxies. */
function settings(proxies: readonly object[], more: object = {}) {
  return readProxies('proxies.json', JSON.stringify({ proxies, ...more }));
}

async function running(proxies: readonly object[]) {
  const all = new Proxies();
  await all.become(settings(proxies));
  const server = (label: string) => all.servers.find((one) => one.label === label)!;
  return { all, server, [Symbol.asyncDispose]: () => all.close(0) };
}

describe('proxies that become others', () => {
  it('change faults for the next request, on the connection that there is', async () => {
    await using target = await startServer();
    const entry = { name: 'API', listen: 0, target: target.origin };
    await using proxies = await running([entry]);
    const before = proxies.server('API');
    using client = await RawConnection.to(before.port, '127.0.0.1');
    expect((await client.ask('GET / HTTP/1.1')).status).toBe(200);
    const change = await proxies.all.become(settings([{ ...entry, faults: ['status=503'] }]));
    expect([change.started, change.changed, change.removed]).toEqual([[], [before], []]);
    expect((await client.ask('GET / HTTP/1.1')).status).toBe(503);
    expect(proxies.all.initialPlan(before)).toMatchObject({
      profile: [{ fault: 'status', status: 503 }],
      schedule: [],
    });
  });

  it('listen on sockets too, and lead to them', async () => {
    await using target = await startServer();
    await using folder = await temporaryFolder();
    const socket = `unix:${folder.path}/search.sock`;
    const behind = { name: 'BEHIND', listen: socket, target: target.origin, faults: ['status=503,first=1'] };
    await using proxies = await running([behind, { name: 'BEFORE', listen: 0, target: socket }]);
    const ask = async () => (await fetch(proxies.server('BEFORE').url)).status;
    expect([await ask(), await ask()]).toEqual([503, 200]);
  });

  it('start those that are new, close those that are gone with what is in flight, and leave the rest alone', async () => {
    const gate = Promise.withResolvers<void>();
    await using target = await startServer(() => async (_request, response) => {
      await gate.promise;
      response.end('late');
    });
    const entry = (name: string) => ({ name, listen: 0, target: target.origin });
    await using proxies = await running([entry('A'), entry('B')]);
    const [a, b] = [proxies.server('A'), proxies.server('B')];
    const asked = fetch(a.url).then((response) => response.text());
    await expect.poll(() => a.counts()).toMatchObject({ inFlight: 1 });
    const { started, removed } = await proxies.all.become(settings([entry('B'), entry('C')]));
    expect([started.map(({ proxy }) => proxy.label), removed]).toEqual([['C'], ['A']]);
    expect(proxies.all.servers).toEqual([b, proxies.server('C')]);
    await expect(RawConnection.to(a.port, '127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    gate.resolve();
    expect(await asked).toBe('late');
  });

  it('start one again that leads elsewhere, at the same port, and no other', async () => {
    await using first = await startServer(() => (_request, response) => void response.end('first'));
    await using second = await startServer(() => (_request, response) => void response.end('second'));
    await using place = await running([{ name: 'X', listen: 0, target: first.origin }]);
    const { port } = place.server('X');
    await place.all.close(0);
    const entry = (target: string) => [
      { name: 'A', listen: port, target },
      { name: 'B', listen: 0, target: first.origin },
    ];
    await using proxies = await running(entry(first.origin));
    const b = proxies.server('B');
    const ask = async () => await (await fetch(`http://localhost:${port}/`)).text();
    expect(await ask()).toBe('first');
    await proxies.all.become(settings(entry(second.origin)));
    expect(await ask()).toBe('second');
    expect(proxies.server('B')).toBe(b);
  });

  it('stay what they are when one of the others cannot listen, those that had to make place too', async () => {
    await using target = await startServer();
    await using taken = await startServer();
    const { port: takenPort } = new URL(taken.origin);
    await using place = await running([{ name: 'X', listen: 0, target: target.origin }]);
    const { port } = place.server('X');
    await place.all.close(0);
    const a = { name: 'A', listen: port, target: target.origin };
    const off = { name: 'OFF', listen: 0, target: target.origin, enabled: false };
    await using proxies = await running([a, off]);
    const before = proxies.all.servers;
    const wanted = [
      { ...a, faults: ['status=503'] },
      { ...off, enabled: true },
      { name: 'B', listen: Number(takenPort), target: target.origin },
    ];
    await expect(proxies.all.become(settings(wanted))).rejects.toThrow(`B cannot listen: port ${takenPort} is taken`);
    expect(proxies.all.servers).toEqual(before);
    expect(await proxies.server('OFF').isEnabled()).toBe(false);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  });

  it('are switched off and on', async () => {
    await using target = await startServer();
    const entry = { name: 'A', listen: 0, target: target.origin };
    await using proxies = await running([entry]);
    const a = proxies.server('A');
    await proxies.all.become(settings([{ ...entry, enabled: false }]));
    expect(await a.isEnabled()).toBe(false);
    await proxies.all.become(settings([{ ...entry, enabled: true }]));
    expect((await fetch(a.url)).status).toBe(200);
  });

  it('all start again with another seed', async () => {
    await using target = await startServer();
    const entry = { name: 'A', listen: 0, target: target.origin };
    await using proxies = await running([entry]);
    const a = proxies.server('A');
    const { started } = await proxies.all.become(settings([entry], { seed: 7 }));
    expect(started.map(({ proxy }) => proxy.label)).toEqual(['A']);
    expect(proxies.server('A')).not.toBe(a);
    expect(proxies.all.seed).toBe(7);
  });
});

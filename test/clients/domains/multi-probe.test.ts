import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { multiProbe } from '../../../clients/domains/multi-probe.ts';
import type { ProbedDomain } from '../../../clients/domains/probed-domain.ts';
import {
  type DnsServer,
  NO_DATA,
  NOTIMP,
  NXDOMAIN,
  REFUSED,
  SERVFAIL,
  startDnsServer,
} from '../../helpers/raw/dns-server.ts';

const ADDRESS = '192.0.2.1';

/** What becomes of one name. */
async function probe(name: string, server: DnsServer, options: object = {}): Promise<ProbedDomain> {
  const [probed] = await Array.fromAsync(multiProbe([name], { resolver: server.address, ...options }));
  return probed!;
}

describe('a domain name', () => {
  it.each([
    ['has an address', ADDRESS, 'found', undefined, 1],
    ['has something else', NO_DATA, 'found', undefined, 1],
    ['has nothing', NXDOMAIN, 'notFound', undefined, 1],
    ['cannot be told by the resolver', SERVFAIL, 'failed', 'SERVFAIL', 2],
    ['is not for the resolver to tell', REFUSED, 'failed', 'REFUSED', 2],
    ['is asked for where nobody understands that', NOTIMP, 'failed', 'NOTIMP', 2],
    ['has an answer that is none', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 'failed', 'no DNS answer', 2],
    ['has no answer', 'mute', 'failed', 'timed out', 2],
  ])('that %s ends so, after so many questions', async (_, reaction, kind, reason, attempts) => {
    await using server = await startDnsServer(() => reaction);
    const probed = await probe('if.dev', server, { timeoutMs: 300 });
    expect(probed).toEqual({ name: 'if.dev', kind, attempts, ...(reason !== undefined && { reason }) });
    expect(server.asked).toEqual(Array(attempts).fill('if.dev'));
  });

  it('is found when a retry finds it', async () => {
    await using server = await startDnsServer((_, attempt) => (attempt < 3 ? SERVFAIL : ADDRESS));
    expect(await probe('if.dev', server, { retries: 2 })).toEqual({ name: 'if.dev', kind: 'found', attempts: 3 });
    expect(server.asked).toHaveLength(3);
  });

  it('is asked for once with no retries', async () => {
    await using server = await startDnsServer(() => SERVFAIL);
    expect(await probe('if.dev', server, { retries: 0 })).toMatchObject({ kind: 'failed', attempts: 1 });
  });

  it('is waited for as long as the timeout says, though other names were answered at once', async () => {
    const slow = Promise.withResolvers<string>();
    await using server = await startDnsServer((name) => (name === 'slow.dev' ? slow.promise : ADDRESS));
    const quick = Array.from({ length: 20 }, (_, i) => `n${i}.dev`);
    let answered = 0;
    for await (const { name, kind } of multiProbe(['slow.dev', ...quick], { resolver: server.address, retries: 0 })) {
      expect(kind).toBe('found');
      if (name !== 'slow.dev') answered++;
      // Node's resolver would give up after 250 ms once it has met quick answers.
      if (answered === quick.length && name !== 'slow.dev') setTimeout(() => slow.resolve(ADDRESS), 600);
    }
    expect(server.asked.filter((name) => name === 'slow.dev')).toHaveLength(1);
  });

  it('fails where no resolver listens', async () => {
    const { port } = await closedServer();
    const [probed] = await Array.fromAsync(multiProbe(['if.dev'], { resolver: `127.0.0.1:${port}` }));
    expect(probed).toMatchObject({ kind: 'failed', reason: 'the resolver cannot be reached' });
  });

  it('may have letters of any script, and is asked for in its other form', async () => {
    await using server = await startDnsServer(() => ADDRESS);
    expect(await probe('BÜCHER.dev', server)).toMatchObject({ name: 'bücher.dev', kind: 'found' });
    expect(server.asked).toEqual(['xn--bcher-kva.dev']);
  });

  it('can be looked up by the system, which knows the names of this machine', async () => {
    const probed = await Array.fromAsync(multiProbe(['localhost'], { lookup: true }));
    expect(probed).toEqual([{ name: 'localhost', kind: 'found', attempts: 1 }]);
  });
});

/** A server that is there no more. */
async function closedServer(): Promise<DnsServer> {
  await using server = await startDnsServer(() => 'mute');
  return server;
}

describe('many names', () => {
  it('come in order of completion', async () => {
    const first = Promise.withResolvers<string>();
    await using server = await startDnsServer((name) => (name === 'a.dev' ? first.promise : ADDRESS));
    const names: string[] = [];
    for await (const { name } of multiProbe(['a.dev', 'b.dev'], { resolver: server.address })) {
      names.push(name);
      first.resolve(ADDRESS);
    }
    expect(names).toEqual(['b.dev', 'a.dev']);
  });

  it('are asked for m at a time', async () => {
    const waiting: (() => void)[] = [];
    let inFlight = 0;
    let most = 0;
    await using server = await startDnsServer(async () => {
      most = Math.max(most, ++inFlight);
      await new Promise<void>((resolve) => waiting.push(resolve));
      inFlight--;
      return ADDRESS;
    });
    const names = Array.from({ length: 12 }, (_, i) => `n${i}.dev`);
    const probes = Array.fromAsync(multiProbe(names, { resolver: server.address, m: 4 }));
    for (let answered = 0; answered < names.length; answered++) {
      await vi.waitFor(() => expect(waiting.length).toBe(Math.min(4, names.length - answered)));
      waiting.shift()!();
    }
    expect(await probes).toHaveLength(names.length);
    expect(most).toBe(4);
  });

  it('lose none of 500 at once', async () => {
    await using server = await startDnsServer((name) => (Number(/\d+/.exec(name)![0]) % 2 === 0 ? ADDRESS : NXDOMAIN));
    const names = Array.from({ length: 500 }, (_, i) => `n${i}.dev`);
    const probed = await Array.fromAsync(
      multiProbe(names, { resolver: server.address, m: 500, retries: 0, timeoutMs: 60_000 }),
    );
    const count = (wanted: string) => probed.filter(({ kind }) => kind === wanted).length;
    expect([count('found'), count('notFound'), count('failed')]).toEqual([250, 250, 0]);
    expect(new Set(server.asked).size).toBe(500);
  });

  it('are no more asked for once the loop is left, and nothing is left behind', async () => {
    const controller = new AbortController();
    await using server = await startDnsServer((name) => (name === 'n0.dev' ? ADDRESS : 'mute'));
    const names = Array.from({ length: 100 }, (_, i) => `n${i}.dev`);
    const options = { resolver: server.address, m: 10, timeoutMs: 60_000, signal: controller.signal };
    for await (const { name } of multiProbe(names, options)) {
      expect(name).toBe('n0.dev');
      break;
    }
    expect(server.asked.length).toBeLessThanOrEqual(11);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('are called off by a signal, whose reason is thrown after what is known', async () => {
    const controller = new AbortController();
    await using server = await startDnsServer((name) => (name === 'n0.dev' ? ADDRESS : 'mute'));
    const options = { resolver: server.address, timeoutMs: 60_000, signal: controller.signal };
    const names: string[] = [];
    const reason = new Error('enough');
    const probing = async () => {
      for await (const { name } of multiProbe(['n0.dev', 'n1.dev', 'n2.dev'], options)) {
        names.push(name);
        controller.abort(reason);
      }
    };
    await expect(probing()).rejects.toBe(reason);
    expect(names).toEqual(['n0.dev']);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('are not asked for at all by a signal that has aborted', async () => {
    await using server = await startDnsServer(() => ADDRESS);
    const probes = multiProbe(['if.dev'], { resolver: server.address, signal: AbortSignal.abort(new Error('no')) });
    await expect(probes.next()).rejects.toThrow('no');
    expect(server.asked).toEqual([]);
  });
});

describe('what cannot be', () => {
  it('is told before any question', async () => {
    await using server = await startDnsServer(() => ADDRESS);
    const { address: resolver } = server;
    expect(() => multiProbe(['if.dev', 'a..dev'], { resolver })).toThrow('"a..dev" has an empty part');
    expect(server.asked).toEqual([]);
  });

  it.each([
    [{ m: 0 }, 'm must be a whole number from 1 to 1000, not 0'],
    [{ m: 1001 }, 'm must be a whole number from 1 to 1000, not 1001'],
    [{ timeoutMs: 0 }, 'the timeout must be over 0 ms and at most 1h, not 0 ms'],
    [{ retries: -1 }, 'retries must be a whole number from 0 to 100, not -1'],
    [{ lookup: true, resolver: '127.0.0.1' }, 'give lookup or resolver, not both: the system'],
    [{ lookup: true, retries: 1 }, 'give lookup or retries, not both: the system'],
    [{ lookup: true, timeoutMs: 1 }, 'give lookup or timeout, not both: the system'],
  ])('among the options is a usage error: %j', (options, message) => {
    expect(() => multiProbe(['if.dev'], options)).toThrow(message);
  });

  it('is a resolver whose host has no address', async () => {
    const probes = multiProbe(['if.dev'], { resolver: 'no-host.invalid' });
    await expect(probes.next()).rejects.toThrow(/^the resolver's host no-host.invalid cannot be looked up: /);
  });
});

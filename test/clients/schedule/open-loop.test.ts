import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { type Arrival, openLoop } from '../../../clients/schedule/open-loop.ts';
import { strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { collect } from '../../helpers/collect.ts';
import { type Answer, first, flag, hang, startServer, status, together } from '../../helpers/raw/http-server.ts';

const PATIENT = { timeoutMs: 60_000 };

/** The same flag, asked for every so many milliseconds. */
function every(ms: number, count: number, code = 'BR'): Arrival[] {
  return Array.from({ length: count }, (_, i) => ({ code, atMs: i * ms }));
}

/** Answers at once, but for those that come while the server stalls: they are answered when the stall is over. */
function stalling(fromRequest: number, ms: number): Answer {
  let seen = 0;
  let over: Promise<void> | undefined;
  return async (...request) => {
    seen += 1;
    if (seen === fromRequest) over = new Promise((resolve) => setTimeout(resolve, ms));
    await over;
    flag(...request);
  };
}

const lateness = ({ scheduledMs, startedMs }: Outcome) => startedMs - scheduledMs!;
const latency = ({ scheduledMs, startedMs, endedMs }: Outcome) => endedMs - (scheduledMs ?? startedMs);

/** How many requests took longer than so long. */
function slower(outcomes: readonly Outcome[], ms: number): number {
  return outcomes.filter((outcome) => latency(outcome) > ms).length;
}

describe('an open loop', () => {
  it('starts every request at its time, never before it', async () => {
    await using server = await startServer();
    // The first request compiles what the others need.
    await collect(openLoop(every(1, 3), { baseUrl: server.baseUrl, ...PATIENT }));
    const arrivals = every(10, 50);
    const outcomes = await collect(openLoop(arrivals, { baseUrl: server.baseUrl, ...PATIENT }));
    const inTurn = outcomes.toSorted((a, b) => a.startedMs - b.startedMs);
    expect(inTurn.map(({ scheduledMs }) => scheduledMs)).toEqual(arrivals.map(({ atMs }) => atMs));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ code: 'BR', kind: 'ok', requests: 1 });
      expect(lateness(outcome)).toBeGreaterThanOrEqual(0);
    }
    expect(Math.min(...outcomes.map(lateness))).toBeLessThan(10);
  });

  it('waits for no answer before it sends the next', async () => {
    const answer = together(40, flag);
    await using server = await startServer(() => answer);
    const outcomes = await collect(openLoop(every(1, 40), { baseUrl: server.baseUrl, ...PATIENT }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(40).fill('ok'));
    expect(server.peakInFlight).toBe(40);
  });

  it('yields the outcomes as they come, not as they were started', async () => {
    await using server = await startServer({ '/flags/br/br.gif': hang });
    const arrivals = [
      { code: 'BR', atMs: 0 },
      { code: 'fr', atMs: 5 },
    ];
    const outcomes = await collect(openLoop(arrivals, { baseUrl: server.baseUrl, timeoutMs: 1000 }));
    expect(outcomes).toMatchObject([
      { code: 'FR', kind: 'ok', scheduledMs: 5 },
      { code: 'BR', kind: 'timeout', scheduledMs: 0 },
    ]);
  });

  it('shows the stall of a server that a closed loop hides', async () => {
    const stallMs = 1000;
    const run = async (download: (baseUrl: string) => AsyncIterable<Outcome>) => {
      const answer = stalling(20, stallMs);
      await using server = await startServer(() => answer);
      return await collect(download(server.baseUrl));
    };
    const open = await run((baseUrl) => openLoop(every(5, 120), { baseUrl, ...PATIENT }));
    const codes = Array<string>(120).fill('BR');
    const closed = await run((baseUrl) => strategy('async').download(codes, { baseUrl, m: 1, ...PATIENT }));
    // The stall begins after 100 ms; all who come in the 500 ms that are left of the schedule wait for half of it and more.
    expect(slower(open, stallMs / 2 - 50)).toBeGreaterThanOrEqual(95);
    // Of the closed loop one request meets the stall; the next ones are not sent before it is over.
    expect(slower(closed, stallMs / 2 - 50)).toBeLessThan(10);
  });

  it('measures what a busy event loop of its own delays, from the time when it should have started', async () => {
    await using server = await startServer();
    const blockMs = 200;
    const outcomes: Outcome[] = [];
    for await (const outcome of openLoop(every(5, 60), { baseUrl: server.baseUrl, ...PATIENT })) {
      outcomes.push(outcome);
      if (outcomes.length === 5) for (const end = performance.now() + blockMs; performance.now() < end; );
    }
    const late = outcomes.filter((outcome) => lateness(outcome) > 1);
    expect(late.length).toBeGreaterThanOrEqual(blockMs / 5 - 3);
    expect(Math.max(...outcomes.map(lateness))).toBeGreaterThan(blockMs * 0.8);
    for (const outcome of late) expect(latency(outcome)).toBeGreaterThan(lateness(outcome));
  });

  it('tries again as often as told, within the one outcome', async () => {
    await using server = await startServer(() => first(1, status(503), flag));
    const options = { baseUrl: server.baseUrl, retries: 1, timeScale: 0.01, ...PATIENT };
    expect(await collect(openLoop([{ code: 'BR', atMs: 3 }], options))).toMatchObject([
      { kind: 'ok', requests: 2, scheduledMs: 3 },
    ]);
  });

  it('ends every item at once when it is cancelled', async () => {
    await using server = await startServer(() => hang);
    const controller = new AbortController();
    const options = { baseUrl: server.baseUrl, signal: controller.signal, ...PATIENT };
    const collecting = collect(openLoop([...every(1, 3), { code: 'FR', atMs: 3_000_000 }], options));
    await vi.waitFor(() => expect(server.inFlight).toBe(3), 10_000);
    controller.abort();
    const outcomes = await collecting;
    expect(outcomes.map(({ code, kind }) => `${code} ${kind}`).sort()).toEqual([
      'BR cancelled',
      'BR cancelled',
      'BR cancelled',
      'FR cancelled',
    ]);
    expect(server.requests).toHaveLength(3);
  });

  it('sends nothing more when the consumer leaves the loop', async () => {
    await using server = await startServer();
    const { baseUrl } = server;
    for await (const { code } of openLoop([...every(1, 3), { code: 'FR', atMs: 3_000_000 }], { baseUrl })) {
      expect(code).toBe('BR');
      break;
    }
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  it('ends when there is nothing to send', async () => {
    await using server = await startServer();
    expect(await collect(openLoop([], { baseUrl: server.baseUrl }))).toEqual([]);
  });

  it('refuses what is no code before it sends anything', async () => {
    await using server = await startServer();
    const arrivals = [...every(0, 1), { code: '../x', atMs: 1 }];
    await expect(collect(openLoop(arrivals, { baseUrl: server.baseUrl }))).rejects.toThrow(UsageError);
    expect(server.connections).toBe(0);
  });
});

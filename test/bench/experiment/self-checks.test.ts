import { describe, expect, it } from 'vitest';
import { measureCell } from '../../../bench/experiment/measure-cell.ts';
import type { CellYield } from '../../../bench/experiment/run-cell.ts';
import { selfChecks } from '../../../bench/experiment/self-checks.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { OUT_OF_DESCRIPTORS } from '../../../lib/errors/message-of.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const CELL = { server: 'DELAY', strategy: 'async', m: 10, repetition: 1 };
const DELAY_MS = 200;

interface Circumstances {
  readonly items?: number;
  /** How much longer the client thinks a request took than the server saw. */
  readonly unseenMs?: number;
  /** How late the server answers. */
  readonly lateMs?: number;
  readonly eventLoopDelayP99Ms?: number;
  readonly cpuSeconds?: number;
  readonly dropped?: number;
  readonly lateStarts?: number;
  /** How the first ten items fare: turned away by the server, given up, or never sent. */
  readonly fate?: 'shed' | 'timeout' | 'unsent';
  readonly descriptorsUsedUp?: boolean;
  /** How long the fates hold each item. */
  readonly delayMs?: number;
}

/** What a cell of ten at a time would leave behind. */
function cellYield(circumstances: Circumstances): CellYield {
  const { items = 100, unseenMs = 0, lateMs = 0, eventLoopDelayP99Ms = 0, cpuSeconds = 0.1 } = circumstances;
  const { fate, delayMs = DELAY_MS, descriptorsUsedUp = false } = circumstances;
  const codes = countryCodes().slice(0, items);
  const waveMs = delayMs + lateMs + unseenMs;
  const at = codes.map((_, i) => Math.floor(i / 10) * waveMs);
  const outcomes = codes.map((code, i): Outcome => {
    const rest = { status: 200, bytes: 9, requests: 1, error: undefined, file: undefined } as const;
    const outcome = {
      code,
      startedMs: at[i]!,
      firstByteMs: at[i]! + waveMs,
      endedMs: at[i]! + waveMs,
      ...rest,
    } as const;
    if (i >= 10 || fate === undefined || fate === 'shed') return { ...outcome, kind: 'ok' };
    return fate === 'timeout'
      ? { ...outcome, kind: 'timeout' }
      : { ...outcome, kind: 'networkError', reason: OUT_OF_DESCRIPTORS };
  });
  const records = codes.map((_, seq): RequestRecord => {
    const arrivedMs = at[seq]! + unseenMs;
    const answeredMs = arrivedMs + delayMs + lateMs;
    const times = { arrivedMs, startedMs: arrivedMs, firstByteMs: answeredMs, endedMs: answeredMs, queuedMs: 0 };
    const rest = {
      status: 200,
      shed: fate === 'shed' && seq < 10,
      retryAfterMs: undefined,
      bytes: 9,
      faults: ['delay'],
      ending: 'sent',
    } as const;
    return {
      seq,
      label: 'DELAY',
      key: `GET /${seq}`,
      attempt: 1,
      connection: 1,
      injectedMs: delayMs,
      serviceMs: 0,
      ...times,
      ...rest,
    };
  });
  const profile = parseProfile([`delay=fixed:${delayMs}ms`]);
  const plan = planDownload({ label: 'DELAY', profile, seed: 1, timeScale: 1, codes, m: 10, timeoutMs: 50_000 });
  const usage = { cpuSeconds, peakRssBytes: 1, eventLoopDelayP99Ms };
  const { lateStarts } = circumstances;
  const figures = { ...measureCell({ outcomes, usage, records, plan }), lateStarts };
  return {
    refuted: [],
    claimed: outcomes,
    figures,
    outcomes,
    plan,
    seen: { records, dropped: circumstances.dropped ?? 0, descriptorsUsedUp, others: 0 },
    work: {},
  };
}

function kinds(circumstances: Circumstances): string[] {
  return selfChecks(3, CELL, cellYield(circumstances)).map(({ kind }) => kind);
}

describe('the self-checks', () => {
  it('say nothing against a sound cell', () => {
    expect(kinds({})).toEqual([]);
  });

  it.each([
    ['a small sample', { items: 5 }, 'small-sample', /5 flags/],
    ["a breach of Little's law", { unseenMs: 100 }, 'littles-law', /differ by -3\d %/],
    ['an event loop that is late', { eventLoopDelayP99Ms: 80 }, 'event-loop', /80\.0 ms late/],
    ['a server that answers late', { lateMs: 30 }, 'timer', /30 ms later/],
    [
      'a cell too short to compare',
      { items: 20, delayMs: 90, eventLoopDelayP99Ms: 0 },
      'too-short',
      /0\.180 s, 20 requests/,
    ],
    [
      'servers without descriptors',
      { descriptorsUsedUp: true },
      'descriptors',
      /the servers ran out of file descriptors/,
    ],
    ['a client without descriptors', { fate: 'unsent' }, 'descriptors', /the client ran out of file descriptors/],
    ['a client that uses up its core', { cpuSeconds: 2 }, 'cpu', /100 % of a core/],
    ['requests that started late', { lateStarts: 2 }, 'late-starts', /2 of 100 requests started over 1 ms late/],
    ['records that were dropped', { dropped: 7 }, 'records-dropped', /7 requests/],
  ] as const)('warn of %s, naming the cell and the figure', (_what, circumstances, kind, message) => {
    const [warning, ...others] = selfChecks(3, CELL, cellYield(circumstances));
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ kind, cell: 3, message: expect.stringMatching(message) });
    expect(warning!.message).toContain('DELAY async at m = 10');
    expect(warning!.hint.length).toBeGreaterThan(10);
  });

  it.each([
    ["Little's law where requests were refused", { unseenMs: 100, fate: 'shed' }],
    ["Little's law where the client gave requests up", { unseenMs: 100, fate: 'timeout' }],
    ['an event loop that is late by a trifle of what all took', { delayMs: 2000, eventLoopDelayP99Ms: 80 }],
    ['a server that is late by a trifle of what all took', { delayMs: 2000, lateMs: 80 }],
  ] as const)('say nothing of %s', (_what, circumstances) => {
    expect(kinds(circumstances)).toEqual([]);
  });

  it('name the function that held the event loop, instead of calling the computer busy', () => {
    const heldBy = [{ function: 'resize', file: '/a/mine.ts', line: 12, times: 3, longestMs: 210.4 }];
    const late = cellYield({ eventLoopDelayP99Ms: 200 });
    const [warning, ...others] = selfChecks(3, CELL, { ...late, figures: { ...late.figures, heldBy } });
    expect(others).toEqual([]);
    expect(warning).toEqual({
      kind: 'held-loop',
      cell: 3,
      message: 'DELAY async at m = 10: resize (mine.ts:12) held the event loop 3 times, for up to 210 ms',
      hint: 'let a thread or a process compute, or compute in smaller pieces: meanwhile all requests in flight wait',
    });
    const work = { cpu: { ms: 5, on: 'loop', rounds: 9 }, save: { times: 1, with: 'sync' } } as const;
    const hintFor = (...files: string[]) => {
      const holders = files.map((file) => ({ ...heldBy[0]!, file }));
      return selfChecks(3, CELL, { ...late, work, figures: { ...late.figures, heldBy: holders } })[0]!.hint;
    };
    expect(hintFor('/a/hash-rounds.ts', '/a/save.js')).toMatch(
      /^compute with --cpu-on pool, save with --save-with async: /,
    );
    expect(hintFor('/a/save.ts')).toMatch(/^save with --save-with async: /);
    // Another way of saving would not help against what starts threads.
    expect(hintFor('/a/thread-pool.ts')).toMatch(/^let it do less at a time, or close other programs: /);
  });

  it("say nothing of Little's law where items have work of their own, nor of cores that compute beside the loop", () => {
    const busy = cellYield({ unseenMs: 100, cpuSeconds: 20 });
    const found = (on: 'loop' | 'pool') =>
      selfChecks(3, CELL, { ...busy, work: { cpu: { ms: 5, on, rounds: 9 } } }).map(({ kind }) => kind);
    expect(found('loop')).toEqual(['cpu']);
    expect(found('pool')).toEqual([]);
  });
});

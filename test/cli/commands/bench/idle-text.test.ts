import { describe, expect, it } from 'vitest';
import type { HeldIdle, SideMemory } from '../../../../bench/idle/idle-result.ts';
import { idleIntent, idleText } from '../../../../cli/commands/bench/idle-text.ts';
import { written } from '../../../../cli/terminal/line.ts';
import { MemoryOutput } from '../../../helpers/memory-context.ts';

const KB = 1024;

function side(bytes: number, margin: number): SideMemory {
  const each = { ok: true, bytes, low: bytes - margin, high: bytes + margin } as const;
  return { beforeBytes: 96 * KB ** 2, withBytes: 196 * KB ** 2, each, levels: [] };
}

const UNTOLD: SideMemory = { ...side(0, 0), each: { ok: false, why: 'too few' } };

function held(fields: Partial<HeldIdle>): HeldIdle {
  const latency = {
    withoutP99Ms: 1.1,
    withP99Ms: 1.2,
    isDifferent: true,
    roundsWithoutP99Ms: [],
    roundsWithP99Ms: [],
  };
  const memory = { server: side(6 * KB, KB), client: side(9 * KB, KB) };
  return { kind: 'keep-alive', connections: 10_000, ...memory, latency, ...fields };
}

function shown(...kinds: readonly HeldIdle[]): string[] {
  const output = new MemoryOutput(80);
  return idleText(kinds, 80).flatMap((line) => written(line, output, { NO_COLOR: '1' }).trimEnd().split('\n'));
}

function answerTo(fields: Partial<HeldIdle>): string {
  return shown(held(fields)).join('\n').split('\n\n').at(-1)!.replaceAll('\n', ' ');
}

describe('what idle connections cost', () => {
  it('is a sentence for everybody, and stands last', () => {
    expect(answerTo({})).toBe(
      "An idle keep-alive connection costs the server 6.0 KB and the client 9.0 KB; with 10,000 of them open LOCAL's p99 was 1.2 ms, and 1.1 ms without.",
    );
  });

  it('is said as two ends where it is not well known, and no difference where none is shown', () => {
    const latency = { ...held({}).latency, isDifferent: false };
    expect(answerTo({ kind: 'WebSocket', server: side(6 * KB, 2 * KB), latency })).toBe(
      "An idle WebSocket costs the server 4.0 to 8.0 KB and the client 9.0 KB; with 10,000 of them open LOCAL's p99 was 1.2 ms, and 1.1 ms without: no difference shown.",
    );
  });

  it('is not said where it cannot be told', () => {
    expect(answerTo({ server: UNTOLD })).toMatch(
      /^An idle .* costs the client 9\.0 KB; what it costs the server cannot be told from 10,000 of them\. With /,
    );
    expect(answerTo({ client: UNTOLD })).toMatch(/ costs the server 6\.0 KB; what it costs the client cannot be told /);
    expect(answerTo({ server: UNTOLD, client: UNTOLD, connections: 200 })).toMatch(
      /^What an idle keep-alive connection costs cannot be told from 200 of them: hold more of them, such as --idle 10000\. With 200 /,
    );
  });

  it('fits into 80 columns', () => {
    const lines = shown(held({}), held({ kind: 'WebSocket', client: side(123.4 * KB, 20 * KB) }));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join('\n')).toMatch(/^keep-alive +server +96 MB +196 MB +6\.0 KB +5\.0 to 7\.0 KB$/m);
    expect(idleIntent(10_000)).toBe('Holding 10,000 idle connections to LOCAL: keep-alive, then WebSocket.');
  });
});

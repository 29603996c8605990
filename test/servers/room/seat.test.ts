import { describe, expect, it } from 'vitest';
import { openWorld } from '../../../servers/faults/open-world.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { RUN_PAUSE_MS, Seat } from '../../../servers/room/seat.ts';

/** A name at a server, its time, and what asks: at once, unless it is to last. */
function seated(profile: readonly string[] = [], capacity: 'own' | 'shared' = 'own') {
  const time = { ms: 0 };
  const schedule = [{ atMs: 1000, profile: parseProfile(['status=503']) }];
  const world = openWorld('X', { profile: parseProfile(profile), schedule });
  const seat = new Seat('red', world, capacity, () => time.ms);
  const arrive = (key: string) => {
    seat.comesAgain();
    const attempt = seat.nextAttempt(key);
    const common = { run: 'red', connection: 1, injectedMs: 0, serviceMs: 0, faults: [] };
    return { attempt, id: seat.recorder.arrive({ ...common, key, attempt }) };
  };
  const end = (id: number) => {
    seat.recorder.firstByte(id);
    seat.recorder.end(id, 'sent', 200, 10);
  };
  const ask = (key: string) => {
    const { attempt, id } = arrive(key);
    end(id);
    return attempt;
  };
  return { time, seat, arrive, end, ask };
}

describe("a name's run", () => {
  it('goes on as long as its pauses are short', () => {
    const { time, ask, seat } = seated();
    expect(ask('GET /a')).toBe(1);
    time.ms = RUN_PAUSE_MS - 1;
    expect(ask('GET /a')).toBe(2);
    expect(seat.judge().last).toMatchObject({ run: 1, requests: 2 });
  });

  it('counts what has come once, however often it was asked for', () => {
    const { ask, seat } = seated();
    for (const key of ['GET /a', 'GET /a', 'GET /b', 'GET /a']) ask(key);
    expect(seat.judge().last).toMatchObject({ requests: 4, keys: 2, ok: 2 });
  });

  it('is followed by another when it asks again after a long one', () => {
    const { time, ask, seat } = seated();
    ask('GET /a');
    ask('GET /b');
    time.ms = RUN_PAUSE_MS;
    expect(ask('GET /a')).toBe(1);
    expect(seat.judge()).toMatchObject({ last: { run: 2, requests: 1 }, best: { run: 1, keys: 2 } });
  });

  it('is compared with no run under other faults', () => {
    const { time, ask, seat } = seated();
    ask('GET /a');
    ask('GET /b');
    time.ms = RUN_PAUSE_MS;
    ask('GET /a');
    seat.judge();
    seat.replaceFaults({ profile: parseProfile(['delay=1s']), schedule: [] });
    expect(seat.state).toMatchObject({ last: { run: 2 }, best: { run: 2 } });
    time.ms = 3 * RUN_PAUSE_MS;
    ask('GET /c');
    expect(seat.judge()).toMatchObject({ last: { run: 3 }, best: { run: 3, keys: 1 } });
  });

  it('has no pause while something is in flight, or while it was told to wait', () => {
    const { time, arrive, end, ask, seat } = seated();
    const slow = arrive('GET /slow');
    time.ms = 4 * RUN_PAUSE_MS;
    expect(ask('GET /a')).toBe(1);
    seat.recorder.retryAfter(slow.id, 2 * RUN_PAUSE_MS);
    end(slow.id);
    time.ms += 3 * RUN_PAUSE_MS - 1;
    expect(ask('GET /a')).toBe(2);
    time.ms += RUN_PAUSE_MS;
    expect(ask('GET /a')).toBe(1);
  });

  it('has a schedule of its own, from its own beginning, with a capacity of its own', () => {
    const { time, seat, ask } = seated();
    ask('GET /a');
    time.ms = 1000;
    expect(seat.faultsNow().profile).toEqual(parseProfile(['status=503']));
    time.ms = 1000 + RUN_PAUSE_MS;
    ask('GET /a');
    expect(seat.faultsNow().profile).toEqual([]);
    expect(seated([], 'shared').seat.faultsNow().profile).toEqual([]);
  });
});

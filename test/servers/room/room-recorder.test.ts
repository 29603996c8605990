import { expect, it } from 'vitest';
import { STRATEGIES } from '../../../clients/strategies.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { Ended, RequestRecord } from '../../../lib/request-record.ts';
import { openWorld } from '../../../servers/faults/open-world.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { RoomRecorder } from '../../../servers/room/room-recorder.ts';
import { Seat } from '../../../servers/room/seat.ts';
import type { SeatState } from '../../../servers/room/seat-state.ts';

const FAULTS = ['delay=uniform:20ms..120ms', 'status=503@25%'];

/** Asks for all flags, and gives back what the server remembers of it. */
async function recordsOf(run: string, m: number): Promise<RequestRecord[]> {
  await using lab = await startLab({ ERROR: { faults: FAULTS } });
  const { download } = STRATEGIES.find(({ name }) => name === 'async')!;
  const options = { baseUrl: `${lab.url('ERROR')}/flags`, m, retries: 2, timeoutMs: 10_000, run };
  for await (const _ of download(countryCodes(), options));
  await expect.poll(async () => (await lab.server('ERROR').counts()).inFlight, { timeout: 10_000 }).toBe(0);
  return lab.records('ERROR');
}

/** What blue has come to where these requests come, and end, when they did. */
function blueAfter(records: readonly RequestRecord[]): SeatState {
  const time = { ms: 0 };
  const room = new RoomRecorder('ERROR');
  const world = openWorld('ERROR', { profile: parseProfile(FAULTS) }, room);
  const seats = ['red', 'blue'].map((name) => new Seat(name, world, 'own', () => time.ms));
  for (const { name, recorder } of seats) room.ofNames.set(name, recorder);
  const ids = new Map<RequestRecord, number>();
  const happens = records.flatMap((record) => [
    { atMs: record.arrivedMs, what: () => void ids.set(record, room.arrive(record)) },
    { atMs: record.firstByteMs!, what: () => room.firstByte(ids.get(record)!) },
    {
      atMs: record.endedMs!,
      what: () => room.end(ids.get(record)!, record.ending as Ended, record.status!, record.bytes),
    },
  ]);
  for (const { atMs, what } of happens.sort((a, b) => a.atMs - b.atMs)) {
    time.ms = atMs;
    what();
  }
  return seats[1]!.judge();
}

it('has blue judged to the last digit as if alone, efficiency and score included, whatever red has asked amid it', async () => {
  const [blue, red] = await Promise.all([recordsOf('blue', 16), recordsOf('red', 30)]);
  const alone = blueAfter(blue);
  expect(alone.last.score).toBeGreaterThan(0);
  expect(JSON.stringify(blueAfter([...red, ...blue]))).toBe(JSON.stringify(alone));
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';
import type { SeatState } from '../../../servers/room/seat-state.ts';
import { ROOT } from '../../helpers/source-tree.ts';

const CLIENTS = 30;

/** Where all shared it, the queue would turn most of six hundred requests away. */
const FAULTS = ['capacity=8,service=fixed:20ms,queue=32,shed=503', 'delay=uniform:10ms..50ms', 'status=418@25%'];

/** Twenty flags at once by the book's client, in a process of its own. */
async function downloads(lab: Lab, name: string): Promise<string> {
  const script = join(ROOT, 'examples/first_edition.py');
  const { stdout } = await promisify(execFile)('python3', [script, `${lab.url('ERROR')}/run/${name}/flags`]);
  return stdout;
}

/** All that a verdict says but what is measured in time, or counts what happens to be there at one moment. */
function withoutTimes(verdict: Verdict): object {
  const { requests, keys, failed, retries, repeats, amplification, maxAttempts, answers, ok, shed } = verdict;
  const { faulted, clientGone, connections, requestsPerConnection, backOff, retryAfter, dropped } = verdict;
  return {
    ...{ requests, keys, failed, retries, repeats, amplification, maxAttempts, answers, ok, shed },
    ...{ faulted, clientGone, connections, requestsPerConnection, backOff, retryAfter, dropped },
  };
}

it(`gives ${CLIENTS} clients at once, each under its name, the verdict that each gets alone`, async () => {
  await using alone = await startLab({ ERROR: { faults: FAULTS } }, { threads: true });
  const printed = await downloads(alone, 'alone');
  const expected = withoutTimes(await alone.verdict('ERROR', { run: 'alone' }));
  expect(expected).toMatchObject({ requests: 20, shed: 0, answers: { statuses: { 418: expect.any(Number) } } });

  await using room = await startLab({ ERROR: { faults: FAULTS } }, { room: 'own', threads: true });
  const names = Array.from({ length: CLIENTS }, (_, i) => `learner-${i}`);
  expect(await Promise.all(names.map((name) => downloads(room, name)))).toEqual(names.map(() => printed));
  let seats: SeatState[] = [];
  await expect
    .poll(
      async () => {
        seats = await room.server('ERROR').seats();
        return seats.filter(({ inFlight, verdict }) => inFlight === 0 && verdict.requests === 20).length;
      },
      { timeout: 20_000 },
    )
    .toBe(CLIENTS);
  expect(seats.map(({ name }) => name).sort()).toEqual(names.toSorted());
  for (const { name, verdict } of seats) {
    expect(verdict.run).toBe(name);
    expect(withoutTimes(verdict)).toEqual(expected);
  }
});

import { EventEmitter, on } from 'node:events';
import { Semaphore } from '../../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { beginning } from '../download/beginning.ts';
import { checkDownload } from '../download/check-download.ts';
import type { DownloadOptions } from '../download/download.ts';
import type { Outcome } from '../download/outcome.ts';
import type { Slot } from '../item/ask-with-retries.ts';
import { downloadOne } from '../item/download-one.ts';
import { FlagClient } from '../item/flag-client.ts';
import { MAX_IN_FLIGHT } from './max-in-flight.ts';
import { untilMoment } from './until-moment.ts';

const BOUNDS = { name: 'open', defaultM: MAX_IN_FLIGHT, maxM: MAX_IN_FLIGHT, forcedMaxM: MAX_IN_FLIGHT };

/** A request that starts on schedule. */
export interface Arrival {
  readonly code: string;
  /** When, in milliseconds since the download began. */
  readonly atMs: number;
}

/**
 * Starts each request at its time, whatever has become of those before, and yields the outcomes in order of completion.
 * An outcome says when its request was to start (`scheduledMs`) and when it did (`startedMs`); what lies between the first
 * of these and its end is the time that somebody who came on schedule had to wait.
 *
 * @param arrivals ascending; a code may come again
 * @throws UsageError for bad codes or options
 */
export async function* openLoop(arrivals: readonly Arrival[], options: DownloadOptions): AsyncGenerator<Outcome> {
  const asked = arrivals.map(({ code }) => code);
  const { codes, settings } = checkDownload(asked, { ...options, m: MAX_IN_FLIGHT }, BOUNDS);
  const items = arrivals.map(({ atMs }, index) => ({ code: codes[index]!, atMs }));
  await using group = new TaskGroup();
  await using client = new FlagClient(settings, await beginning(settings));
  const events = new EventEmitter();
  const outcomes = on(events, 'outcome', { close: ['end'] });
  const emit = (outcome: Outcome) => void events.emit('outcome', outcome);
  void group.spawn(() => requestAll(items, client, emit).finally(() => events.emit('end')));
  for await (const [outcome] of outcomes) yield outcome;
}

async function requestAll(
  arrivals: readonly Arrival[],
  client: FlagClient,
  emit: (outcome: Outcome) => void,
): Promise<void> {
  await using requests = new TaskGroup();
  const slots = new Semaphore(MAX_IN_FLIGHT);
  for (const arrival of arrivals) {
    await untilMoment(arrival.atMs, () => client.nowMs(), client.signal);
    void requests.spawn(async () => emit(await request(arrival, client, slots)));
  }
}

async function request({ code, atMs }: Arrival, client: FlagClient, slots: Semaphore): Promise<Outcome> {
  let startedMs: number | undefined;
  const slot: Slot = (task) =>
    slots.run(() => {
      // To get a connection takes time too, but that is not the schedule's fault.
      startedMs ??= client.nowMs();
      return task();
    }, client.signal);
  const outcome = await downloadOne(code, client, slot);
  return { ...outcome, scheduledMs: atMs, startedMs: startedMs ?? outcome.startedMs };
}

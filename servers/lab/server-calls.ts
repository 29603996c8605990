import type { RequestRecord } from '../../lib/request-record.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import type { FaultPlan } from '../faults/faults-over-time.ts';
import type { GivenFaults } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import type { FlagServer } from '../flags/flag-server.ts';
import type { Listening } from '../http/listen.ts';
import type { LiveFigures } from '../records/live-figures.ts';
import type { Totals } from '../records/memory/totals.ts';
import { type RecentRequests, recentRequests, type SeenRequests } from '../records/recent-requests.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import { type RecordLines, recordLines } from '../records/record-lines.ts';
import type { RunCounts } from '../records/run-counts.ts';
import type { Verdict } from '../records/verdict-schema.ts';
import type { RoomSeats } from '../room/room-seats.ts';
import type { SeatState } from '../room/seat-state.ts';
import { untilEnded } from './until-ended.ts';

/**
 * What can be asked of a running server, from its own thread or another.
 *
 * @example
 * ```ts
 * import { formatProfile, type ServerCalls, startLab } from 'flaglab';
 * await using lab = await startLab({ ERROR: {} });
 * const server: ServerCalls = lab.server('ERROR');
 * await server.setFaults(['status=503,first=1']);
 * console.log(formatProfile(await server.faults())); // status=503@100%,first=1
 * await fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * console.log(await server.counts()); // { requests: 1, inFlight: 0, ok: 0 }
 * ```
 */
export interface ServerCalls {
  /** The faults of the next request. */
  faults(): Promise<Profile>;
  /** The faults from the start of each run, and how they change by the time since then. */
  plan(): Promise<FaultPlan>;
  /**
   * Replaces the faults, and the schedule by this one or none; holds for the next request.
   *
   * @throws FaultSpecError when one is not a fault; the faults stay as they were.
   */
  setFaults(faults: GivenFaults, schedule?: readonly ScheduleStep[]): Promise<void>;
  /** The current run's requests, or some of them. */
  records(filter?: RecordFilter): Promise<RequestRecord[]>;
  /** The same as lines of JSON, for who only passes them on. */
  recordLines(filter?: RecordFilter): Promise<RecordLines>;
  /** The names that the current run's requests gave theirs, each once; empty for those that gave none. */
  runNames(sinceSeq?: number): Promise<string[]>;
  /** How many of the current run's requests are no longer remembered. */
  dropped(): Promise<number>;
  /** The current run's figures so far. */
  counts(): Promise<RunCounts>;
  /** What there is to see of it at this moment. */
  live(): Promise<LiveFigures>;
  /** What has become of its requests since somebody last looked. */
  recent(seen: SeenRequests): Promise<RecentRequests>;
  /** What has been counted since the start of the server, in all runs. */
  totals(): Promise<Totals>;
  /**
   * What the current run's requests, or some of them, say of the client. Where some are open it waits for their end, half a
   * second at most: a client's leaving is noticed a moment later. What is open then counts as held until now.
   */
  verdict(filter?: RecordFilter): Promise<Verdict>;
  /** What the run of each name has come to so far, a moment ago; none where it is not for a room of learners. */
  seats(): Promise<SeatState[]>;
  /** Has answers keep to themselves what was done to them, and what is told of each request, or say it again. */
  hideFaults(hidden: boolean): Promise<void>;
  /** Forgets a name of the room, or all: whoever asks by it again is new. */
  forgetNames(name?: string): Promise<void>;
  /**
   * Begins a new run: attempts, records, limits and the schedule start afresh; of a run by name, its attempts alone, or in a
   * room all that is kept apart for the name.
   */
  reset(run?: string): Promise<void>;
  /** Whether it listens; one that does not refuses connections. */
  isEnabled(): Promise<boolean>;
  /**
   * Stops listening and breaks off every connection, or listens again on the same port. Faults, records and attempts stay.
   *
   * @throws ListenError when somebody else listens there by now
   */
  setEnabled(enabled: boolean): Promise<void>;
  /** Stops accepting, lets what is in flight end for at most 5 s, then closes. */
  close(graceMs?: number): Promise<void>;
}

/** The same, by whoever has read the faults. */
export interface ReadServerCalls extends Omit<ServerCalls, 'setFaults'> {
  /** Replaces the faults, and the schedule by this one or none; holds for the next request. */
  setProfile(profile: Profile, schedule?: readonly ScheduleStep[]): Promise<void>;
}

/**
 * The calls to a server that listens in this thread. Apart from those who read faults, so that the threads of a lab do not load
 * what that takes.
 *
 * @param seats those of its room, where it is for one
 */
export function serverCalls(
  server: Omit<FlagServer, 'handle'> & Partial<Pick<FaultWorld, 'hidesFaults'>>,
  listening: Listening,
  seats?: Pick<RoomSeats, 'states' | 'forget'>,
): ReadServerCalls {
  const { label, recorder } = server;
  const { isEnabled, setEnabled, close } = listening;
  return {
    faults: async () => server.profile,
    plan: async () => server.plan,
    setProfile: async (profile, schedule) => server.setProfile(profile, schedule),
    records: async (filter) => recorder.records(filter),
    recordLines: async (filter) => recordLines(recorder.records(filter)),
    runNames: async (sinceSeq) => recorder.runNames(sinceSeq),
    dropped: async () => recorder.dropped,
    counts: async () => recorder.counts,
    live: async () => recorder.live,
    recent: async (seen) => recentRequests(recorder, seen),
    totals: async () => recorder.totals,
    verdict: async (filter) => {
      // Loaded once it is asked for: each thread of a lab would have it in memory.
      const { verdict } = await import('../records/verdict.ts');
      await untilEnded(recorder, filter);
      const records = recorder.records(filter);
      return verdict(records, {
        label,
        dropped: recorder.dropped,
        slots: server.slotsFor(records),
        closedMs: recorder.connectionsClosedMs,
        faultChanges: server.faultChanges,
        nowMs: recorder.elapsedMs,
      });
    },
    seats: async () => (await seats?.states()) ?? [],
    forgetNames: async (name) => seats?.forget(name),
    hideFaults: async (hidden) => {
      server.hidesFaults = hidden;
    },
    reset: async (run) => server.reset(run),
    isEnabled: async () => isEnabled(),
    setEnabled: async (enabled) => {
      recorder.breaksOff = !enabled;
      await setEnabled(enabled);
    },
    close,
  };
}

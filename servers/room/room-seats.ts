import { setImmediate } from 'node:timers/promises';
import { isRunName, RUN_NAME_OBJECTION } from '../../lib/run-name.ts';
import type { FaultWorld, NameObjection, Seating, Seats } from '../faults/fault-world.ts';
import type { Came, FaultPlan } from '../faults/faults-over-time.ts';
import { openWorld, type ReadWorldOptions } from '../faults/open-world.ts';
import { type Crowding, crowding } from './crowding.ts';
import { refusals } from './refusals.ts';
import type { RoomCapacity } from './room.ts';
import { fullRoom, RoomNames } from './room-names.ts';
import { RoomRecorder } from './room-recorder.ts';
import { Seat } from './seat.ts';
import type { SeatState } from './seat-state.ts';
import { type TurnedAway, turnedAway } from './turned-away.ts';

/** What a server is told of the room that it is in. */
export interface RoomOptions {
  readonly capacity: RoomCapacity;
  /** That of the room's {@link RoomNames}, which its servers share. */
  readonly names: SharedArrayBuffer;
}

/** For each millisecond that goes into judging, so many follow without any. */
const REST = 9;

const clock = (): number => performance.now();

/** The names of a room at one of its servers, each with a seat. */
export class RoomSeats implements Seats {
  readonly #world: FaultWorld;
  readonly #recorder: RoomRecorder;
  readonly #capacity: RoomCapacity;
  readonly #names: RoomNames;
  readonly #seats = new Map<string, Seat>();
  #crowding: ReadonlyMap<string, Crowding> = new Map();
  #turnedAway: ReadonlyMap<string, TurnedAway> = new Map();
  #judging: Promise<void> | undefined;
  #restsUntilMs = 0;

  constructor(world: FaultWorld, recorder: RoomRecorder, { capacity, names }: RoomOptions) {
    this.#world = world;
    this.#recorder = recorder;
    this.#capacity = capacity;
    this.#names = new RoomNames(names);
  }

  seatOf(run: string | undefined): Seating | NameObjection {
    if (run === undefined) return this.#world;
    const seat = this.#seats.get(run);
    if (seat !== undefined) {
      seat.comesAgain();
      return seat;
    }
    if (!isRunName(run)) return { status: 400, error: 'Bad Request', detail: RUN_NAME_OBJECTION };
    return this.#names.take(run, true)
      ? this.#newSeat(run)
      : { status: 403, error: 'Forbidden', detail: fullRoom(run) };
  }

  replaceFaults(plan: FaultPlan): void {
    for (const seat of this.#seats.values()) seat.replaceFaults(plan);
  }

  reset(run?: string): void {
    for (const seat of this.#seats.values()) if (run === undefined || seat.name === run) seat.reset();
  }

  /** Forgets a name, or all: whoever asks by it again is new. */
  forget(name?: string): void {
    const names = name === undefined ? [...this.#seats.keys()] : [name];
    for (const forgotten of names) {
      this.#seats.delete(forgotten);
      this.#recorder.ofNames.delete(forgotten);
    }
  }

  /**
   * What each name's run has come to so far. Judging takes a tenth of the thread's time at most, and lets others in after
   * each name, so what is told may be a moment old.
   */
  async states(): Promise<SeatState[]> {
    this.#judging ??= this.#judge().finally(() => (this.#judging = undefined));
    await this.#judging;
    return [...this.#seats.values()].flatMap(({ name, state }) =>
      state === undefined
        ? []
        : [{ ...state, crowding: this.#crowding.get(name), turnedAway: this.#turnedAway.get(name) }],
    );
  }

  async #judge(): Promise<void> {
    if (clock() < this.#restsUntilMs) return;
    const changed = [...this.#seats.values()].filter(({ hasChanged }) => hasChanged);
    let spentMs = changed.length > 0 ? this.#judgeSharing() : 0;
    for (const seat of changed) {
      const begunMs = clock();
      seat.judge();
      spentMs += clock() - begunMs;
      await setImmediate();
    }
    this.#restsUntilMs = clock() + REST * spentMs;
  }

  /** @returns how long that has taken, in milliseconds */
  #judgeSharing(): number {
    if (this.#capacity === 'own') return 0;
    const begunMs = clock();
    const slotsFor = (requests: readonly Came[]) => this.#world.slotsFor(requests);
    const seats = [...this.#seats.values()];
    const records = this.#recorder.records();
    const refused = refusals(records, seats);
    this.#crowding = withKept(crowding(records, seats, slotsFor, refused), this.#crowding, seats);
    this.#turnedAway = withKept(turnedAway(refused), this.#turnedAway, seats);
    for (const seat of seats) seat.ownShare = this.#turnedAway.get(seat.name)?.ownShare ?? seat.ownShare;
    return clock() - begunMs;
  }

  #newSeat(name: string): Seat {
    const seat = new Seat(name, this.#world, this.#capacity, clock);
    this.#seats.set(name, seat);
    this.#recorder.ofNames.set(name, seat.recorder);
    return seat;
  }
}

/** Of runs that began before the records did, such as those amid which somebody starts to watch, all that is known was told before. */
function withKept<Told>(
  told: ReadonlyMap<string, Told>,
  before: ReadonlyMap<string, Told>,
  seats: readonly Seat[],
): ReadonlyMap<string, Told> {
  const kept = seats.flatMap(({ name, sinceMs }) => {
    const known = before.get(name);
    return sinceMs < 0 && known !== undefined ? [[name, known] as const] : [];
  });
  return new Map([...told, ...kept]);
}

/** A fault world whose names have seats, and these. */
export function openRoom(
  label: string,
  options: ReadWorldOptions,
  room: RoomOptions,
): { readonly world: FaultWorld; readonly seats: RoomSeats } {
  const recorder = new RoomRecorder(label);
  const world = openWorld(label, options, recorder);
  const seats = new RoomSeats(world, recorder, room);
  world.seats = seats;
  return { world, seats };
}

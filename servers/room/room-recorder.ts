import type { Ended, Failing } from '../../lib/request-record.ts';
import type { Arrival } from '../records/arrival.ts';
import { Recorder } from '../records/recorder.ts';
import type { SeatRecorder } from './seat-recorder.ts';

/** How many requests of all names together are remembered, for who looks on: each name's own are kept apart beside them. */
const ROOM_CAPACITY = 16_384;

/** A request in the records of its name. */
interface Copy {
  readonly recorder: Recorder;
  readonly id: number;
}

/**
 * Remembers the requests of a server, and those of each name in a recorder of its own too: whoever asks a hundred thousand
 * times pushes out nobody's records but its own.
 */
export class RoomRecorder extends Recorder {
  /** Those of the names. */
  readonly ofNames = new Map<string, SeatRecorder>();
  /** Of the requests in flight, by their numbers here. */
  readonly #copies = new Map<number, Copy>();
  /** Which names' requests each open connection has brought. */
  readonly #usersOf = new Map<number, Set<Recorder>>();

  constructor(label: string) {
    super(label, ROOM_CAPACITY);
  }

  override arrive(arrival: Arrival): number {
    const recorder = arrival.run === undefined ? undefined : this.ofNames.get(arrival.run);
    if (recorder === undefined) return super.arrive(arrival);
    // The name as its seat has it: each request brings a text of its own, together with the address that it was read from.
    const named = { ...arrival, run: recorder.run };
    const id = super.arrive(named);
    this.#copies.set(id, { recorder, id: recorder.arrive(named) });
    const users = this.#usersOf.get(arrival.connection);
    if (users === undefined) this.#usersOf.set(arrival.connection, new Set([recorder]));
    else users.add(recorder);
    return id;
  }

  override queued(id: number): void {
    super.queued(id);
    this.#alsoOf(id, (recorder, copy) => recorder.queued(copy));
  }

  override started(id: number, queuedMs: number): void {
    super.started(id, queuedMs);
    this.#alsoOf(id, (recorder, copy) => recorder.started(copy, queuedMs));
  }

  override shed(id: number, faults: readonly string[], failsBy: Failing): void {
    super.shed(id, faults, failsBy);
    this.#alsoOf(id, (recorder, copy) => recorder.shed(copy, faults, failsBy));
  }

  override wrote(id: number, work: string): void {
    super.wrote(id, work);
    this.#alsoOf(id, (recorder, copy) => recorder.wrote(copy, work));
  }

  override retryAfter(id: number, ms: number): void {
    super.retryAfter(id, ms);
    this.#alsoOf(id, (recorder, copy) => recorder.retryAfter(copy, ms));
  }

  override firstByte(id: number): void {
    super.firstByte(id);
    this.#alsoOf(id, (recorder, copy) => recorder.firstByte(copy));
  }

  override paced(id: number, ms: number): void {
    super.paced(id, ms);
    this.#alsoOf(id, (recorder, copy) => recorder.paced(copy, ms));
  }

  override end(id: number, seen: Ended, status: number, bytes: number, agoMs = 0): void {
    super.end(id, seen, status, bytes, agoMs);
    this.#alsoOf(id, (recorder, copy) => {
      recorder.breaksOff = this.breaksOff;
      recorder.end(copy, seen, status, bytes, agoMs);
    });
    this.#copies.delete(id);
  }

  override get connectionClosed(): (connection: number) => void {
    return this.#closed;
  }

  readonly #closed = (connection: number): void => {
    super.connectionClosed(connection);
    for (const recorder of this.#usersOf.get(connection) ?? []) recorder.connectionClosed(connection);
    this.#usersOf.delete(connection);
  };

  #alsoOf(id: number, note: (recorder: Recorder, copy: number) => void): void {
    const copy = this.#copies.get(id);
    if (copy !== undefined) note(copy.recorder, copy.id);
  }
}

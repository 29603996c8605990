import { ConflictError } from '../../../lib/errors/conflict-error.ts';
import { NotFoundError } from '../../../lib/errors/not-found-error.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { isRunName, notARunName } from '../../../lib/run-name.ts';
import type { Lab } from '../../lab/start-lab.ts';
import { jainsIndex } from '../../room/fairness.ts';
import type { Room } from '../../room/room.ts';
import { fullRoom, MAX_NAMES } from '../../room/room-names.ts';
import type { SeatState } from '../../room/seat-state.ts';
import type { Prediction, RoomState, Shown } from './room-schemas.ts';

/** How long what was gathered is told again, in milliseconds: two hundred verdicts from each server are some work. */
const KEPT_MS = 1000;

/** The scoreboard of a room: what its servers know of each name, and what was foretold. */
export class Board {
  readonly #lab: Pick<Lab, 'servers'>;
  readonly #room: Room;
  readonly #clock: () => number;
  readonly #predictions = new Map<string, number>();
  #frozen: RoomState | undefined;
  #areNamesHidden = false;
  #gathered: { readonly atMs: number; readonly state: Promise<RoomState> } | undefined;

  /**
   * @param lab its servers may change
   * @param clock milliseconds from a monotonic clock
   */
  constructor(lab: Pick<Lab, 'servers'>, room: Room, clock = (): number => performance.now()) {
    this.#lab = lab;
    this.#room = room;
    this.#clock = clock;
  }

  /** All that it shows: what holds now, or held when it was frozen. Asked often, it tells the same for a second. */
  async state(): Promise<RoomState> {
    return { ...(this.#frozen ?? (await this.#latest())), areNamesHidden: this.#areNamesHidden };
  }

  async #latest(): Promise<RoomState> {
    const nowMs = this.#clock();
    if (this.#gathered === undefined || nowMs - this.#gathered.atMs >= KEPT_MS) {
      const state = this.#gather();
      this.#gathered = { atMs: nowMs, state };
      // What cannot be told is asked for again.
      state.catch(() => (this.#gathered = undefined));
    }
    return this.#gathered.state;
  }

  /** Keeps what is shown as it is or lets it follow again, and has names shown or hidden; what is left out stays. */
  async show({ frozen, areNamesHidden = this.#areNamesHidden }: Shown): Promise<RoomState> {
    this.#areNamesHidden = areNamesHidden;
    if (frozen !== undefined) {
      this.#gathered = undefined;
      this.#frozen = frozen ? { ...(await this.state()), frozen } : undefined;
    }
    return this.state();
  }

  /**
   * Notes what a name foretells, which takes the name.
   *
   * @throws ConflictError once it has asked for something, or when all names are taken; UsageError when it is no name
   */
  predict(name: string, predictedMs: number): Prediction {
    if (!isRunName(name)) throw new UsageError(notARunName(name));
    const { names } = this.#room;
    if (names.hasAsked(name)) throw new ConflictError(`${name} has asked already: predictions come before that`);
    if (!names.take(name, false)) throw new ConflictError(fullRoom(name));
    this.#predictions.set(name, predictedMs);
    this.#gathered = undefined;
    return { name, predictedMs };
  }

  /**
   * Forgets what a name has done and foretold, or all names.
   *
   * @throws NotFoundError when there is no such name
   */
  async reset(name?: string): Promise<RoomState> {
    const { names } = this.#room;
    if (name !== undefined && !names.all.includes(name)) throw new NotFoundError(`there is no name "${name}" here`);
    // Given back first: whoever asks meanwhile is forgotten too, and none is kept that has no place among the names.
    names.release(name);
    await Promise.all(this.#lab.servers.map((server) => server.forgetNames(name)));
    if (name === undefined) this.#predictions.clear();
    else this.#predictions.delete(name);
    this.#gathered = undefined;
    return this.state();
  }

  async #gather(): Promise<RoomState> {
    const { names, capacity } = this.#room;
    const all = names.all;
    const servers = await Promise.all(
      this.#lab.servers.map(async ({ label, url, seats }) => ({ label, url, seats: await seats() })),
    );
    return {
      capacity,
      frozen: false,
      areNamesHidden: this.#areNamesHidden,
      maxNames: MAX_NAMES,
      servers: servers.map(({ label, url, seats }) => ({
        label,
        url,
        fairness: capacity === 'shared' ? jainsIndex(seats.map(shareOfAlone)) : undefined,
      })),
      names: all.map((name) => ({
        name,
        predictedMs: this.#predictions.get(name),
        seats: servers.flatMap(({ label, seats }) =>
          seats.filter((seat) => seat.name === name).map(({ name: _, ...seat }) => ({ label, ...seat })),
        ),
      })),
    };
  }
}

/**
 * How fast a name's requests were answered, as a share of how fast they would have been without the others: 1 where they never
 * waited. What was turned away for good while others took up the server was not answered at all.
 */
function shareOfAlone({ crowding, turnedAway, last: { requests, refused } }: SeatState): number {
  const { forGood = 0, ownShare = 1 } = turnedAway ?? {};
  const wanted = requests - refused + forGood;
  const answered = wanted === 0 ? 1 : 1 - ((1 - ownShare) * forGood) / wanted;
  return answered * (crowding === undefined || crowding.tookMs === 0 ? 1 : crowding.aloneMs / crowding.tookMs);
}

import { unlessGone } from '../../lib/errors/unless-gone.ts';
import type { Observer } from '../../lib/events.ts';
import { formatProfile } from '../../servers/faults/format-profile.ts';
import type { RunningServer } from '../../servers/lab/running-server.ts';
import type { CommandContext } from '../terminal/command-context.ts';

/** How often a schedule is looked at, in milliseconds. */
const LOOK_MS = 250;

/** Tells how the faults of servers change, and when one is switched off or on: by the control API or by their schedules. */
export class ChangeTeller implements Disposable {
  readonly #tell: Observer;
  readonly #clock: CommandContext['clock'];
  /** What was told last of each server, as text. */
  readonly #told = new Map<RunningServer, string>();
  /** Those whose faults are not told. */
  readonly #hidden = new Set<RunningServer>();
  /** Those that have a schedule. */
  readonly #scheduled = new Set<RunningServer>();
  #looking: Disposable | undefined;

  constructor(tell: Observer, clock: CommandContext['clock']) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** Begins with what is the case now, of which nothing is told. */
  async follow(servers: readonly RunningServer[]): Promise<void> {
    for (const server of servers) {
      this.#told.set(server, JSON.stringify(await this.#stateOf(server)));
      await this.#noteSchedule(server);
    }
  }

  /** Tells what has changed there, and from now on its faults only if they are not hidden. */
  async changed(server: RunningServer, isHidden = false): Promise<void> {
    if (isHidden) this.#hidden.add(server);
    else this.#hidden.delete(server);
    await this.#look(server);
    await unlessGone(this.#noteSchedule(server));
  }

  /** Tells how it is there now, be it new or not. */
  async say(server: RunningServer): Promise<void> {
    this.#told.delete(server);
    await this.changed(server);
  }

  /** Looks no more at servers other than these. */
  keep(servers: readonly RunningServer[]): void {
    for (const server of this.#told.keys()) {
      if (servers.includes(server)) continue;
      this.#told.delete(server);
      this.#scheduled.delete(server);
    }
  }

  [Symbol.dispose](): void {
    this.#looking?.[Symbol.dispose]();
  }

  async #noteSchedule(server: RunningServer): Promise<void> {
    if ((await server.plan()).schedule.length === 0) {
      this.#scheduled.delete(server);
      return;
    }
    this.#scheduled.add(server);
    this.#looking ??= this.#clock.every(LOOK_MS, () => {
      for (const scheduled of this.#scheduled) void this.#look(scheduled);
    });
  }

  /** Tells what has changed there since the last time; nothing of a server that is gone. */
  async #look(server: RunningServer): Promise<void> {
    const state = await unlessGone(this.#stateOf(server));
    const text = JSON.stringify(state);
    if (state === undefined || text === this.#told.get(server)) return;
    this.#told.set(server, text);
    this.#tell({ type: 'changed', label: server.label, ...state });
  }

  async #stateOf(server: RunningServer): Promise<{ enabled: boolean; faults: string }> {
    const [enabled, profile] = await Promise.all([server.isEnabled(), server.faults()]);
    return { enabled, faults: this.#hidden.has(server) ? 'hidden' : formatProfile(profile) };
  }
}

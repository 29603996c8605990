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
  readonly #told = new Map<RunningServer, string>();
  /** Those whose faults are not told. */
  readonly #hidden = new Set<RunningServer>();
  #looking: Disposable | undefined;

  private constructor(tell: Observer) {
    this.#tell = tell;
  }

  /** Begins with what is the case now, of which nothing is told. */
  static async of(
    servers: readonly RunningServer[],
    tell: Observer,
    clock: CommandContext['clock'],
  ): Promise<ChangeTeller> {
    const teller = new ChangeTeller(tell);
    const scheduled: RunningServer[] = [];
    for (const server of servers) {
      teller.#told.set(server, JSON.stringify(await teller.#stateOf(server)));
      if ((await server.plan()).schedule.length > 0) scheduled.push(server);
    }
    if (scheduled.length > 0) {
      teller.#looking = clock.every(LOOK_MS, () => {
        for (const server of scheduled) void teller.look(server);
      });
    }
    return teller;
  }

  /** Tells what has changed there, and from now on its faults only if they are not hidden. */
  changed(server: RunningServer, isHidden: boolean): Promise<void> {
    if (isHidden) this.#hidden.add(server);
    else this.#hidden.delete(server);
    return this.look(server);
  }

  /** Tells what has changed there since the last time; nothing of a server that is gone. */
  async look(server: RunningServer): Promise<void> {
    const state = await unlessGone(this.#stateOf(server));
    const text = JSON.stringify(state);
    if (state === undefined || text === this.#told.get(server)) return;
    this.#told.set(server, text);
    this.#tell({ type: 'changed', label: server.label, ...state });
  }

  [Symbol.dispose](): void {
    this.#looking?.[Symbol.dispose]();
  }

  async #stateOf(server: RunningServer): Promise<{ enabled: boolean; faults: string }> {
    const [enabled, profile] = await Promise.all([server.isEnabled(), server.faults()]);
    return { enabled, faults: this.#hidden.has(server) ? 'hidden' : formatProfile(profile) };
  }
}

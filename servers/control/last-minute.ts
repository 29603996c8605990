import { unlessGone } from '../../lib/errors/unless-gone.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { LiveFigures } from '../records/live-figures.ts';
import type { ToldFigures } from './servers-source.ts';

/** How often servers are asked for their figures, in milliseconds. */
const SAMPLE_MS = 1000;

/** How far back figures are kept, in milliseconds. */
const KEPT_MS = 60_000;

interface Kept {
  readonly atMs: number;
  readonly figures: LiveFigures;
}

/** What the event `history` says: the figures of each server once a second, over the last minute, where they changed. */
export interface FiguresHistory {
  readonly servers: readonly {
    readonly label: string;
    readonly samples: readonly { readonly agoMs: number; readonly figures: ToldFigures }[];
  }[];
}

/** Remembers the figures of servers for a minute, whether or not anybody looks on, for who begins to. */
export class LastMinute implements Disposable {
  readonly #servers: () => readonly RunningServer[];
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept[]>();
  readonly #timer: NodeJS.Timeout;

  /**
   * @param servers they may change
   * @param clock milliseconds from a monotonic clock
   */
  constructor(servers: () => readonly RunningServer[], clock = (): number => performance.now()) {
    this.#servers = servers;
    this.#clock = clock;
    // It keeps no process alive.
    this.#timer = setInterval(() => void this.look(), SAMPLE_MS).unref();
  }

  /** Asks all servers now. */
  async look(): Promise<void> {
    const servers = this.#servers();
    for (const label of this.#kept.keys()) {
      if (!servers.some((server) => server.label === label)) this.#kept.delete(label);
    }
    await Promise.all(servers.map((server) => this.#note(server)));
  }

  /** All that is kept. */
  state(): FiguresHistory {
    const nowMs = this.#clock();
    return {
      servers: [...this.#kept].map(([label, kept]) => ({
        label,
        samples: kept.map(({ atMs, figures }) => ({ agoMs: Math.round(nowMs - atMs), figures })),
      })),
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #note(server: RunningServer): Promise<void> {
    const figures = await unlessGone(server.live());
    if (figures === undefined) return;
    const atMs = this.#clock();
    const before = this.#kept.get(server.label) ?? [];
    // The last one before the minute says how it was at its beginning.
    const first = Math.max(
      0,
      before.findLastIndex((kept) => kept.atMs <= atMs - KEPT_MS),
    );
    const isSame = JSON.stringify(before.at(-1)?.figures) === JSON.stringify(figures);
    this.#kept.set(server.label, isSame ? before.slice(first) : [...before.slice(first), { atMs, figures }]);
  }
}

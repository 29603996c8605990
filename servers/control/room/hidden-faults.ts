import { UsageError } from '../../../lib/errors/usage-error.ts';
import { type RequestRecord, withoutFaults } from '../../../lib/request-record.ts';
import type { RunningServer } from '../../lab/running-server.ts';
import { tellsIdeal } from '../../records/efficiency.ts';

/** The fields that tell what a server does, beside those of its records. */
const TELLING = new Set([
  ...['faults', 'faultWords', 'profile', 'schedule', 'faultChanges', 'faulted', 'efficiencyWithheld'],
  ...['queued', 'queuedMs', 'waiting', 'crowding', 'turnedAway', 'idealMs'],
]);

/** Whose faults are told to who leads a room alone. */
export class HiddenFaults {
  readonly #canHide: boolean;
  readonly #labels = new Set<string>();

  /** @param canHide whether there is somebody who leads */
  constructor(canHide: boolean) {
    this.#canHide = canHide;
  }

  /** Whether those of a server are hidden. */
  hides(label: string): boolean {
    return this.#labels.has(label);
  }

  /** Whether there is anything that is not told to all. */
  get areSome(): boolean {
    return this.#labels.size > 0;
  }

  /**
   * Changes the faults of a server, which are hidden from then on, or not any more. Neither those before nor those after are
   * told amid the change; where it fails all stays as it was.
   *
   * @throws UsageError where they cannot be hidden
   */
  async change<T>(server: RunningServer, hidden: boolean, change: () => Promise<T>): Promise<T> {
    if (!this.#canHide) {
      if (hidden) throw new UsageError('faults can be hidden in a room alone: start one with npx flaglab serve --room');
      return change();
    }
    let isHidden = this.hides(server.label);
    this.#labels.add(server.label);
    try {
      await server.hideFaults(true);
      const changed = await change();
      isHidden = hidden;
      return changed;
    } finally {
      if (!isHidden) this.#labels.delete(server.label);
      await server.hideFaults(isHidden);
    }
  }

  /**
   * What may be told, of anything that can be JSON: without the faults of servers that have theirs hidden, wherever these or
   * their requests are described in it, each by its `label`. Who leads is told them, and that they are hidden from others.
   */
  toldTo<T>(leads: boolean, told: T): T {
    // Nothing but what is between its brackets changes, and that is of the same kinds.
    return this.areSome ? (this.#without(leads, told, false) as T) : told;
  }

  /** What may be told of lines of JSON, each of which is a record. */
  toldLines(leads: boolean, lines: Uint8Array): Uint8Array {
    if (leads || !this.areSome) return lines;
    const records = Buffer.from(lines).toString().split('\n').slice(0, -1);
    const told = records.map((line) => `${JSON.stringify(this.toldTo(leads, JSON.parse(line) as object))}\n`);
    return Buffer.from(told.join(''));
  }

  #without(leads: boolean, told: unknown, isWithin: boolean): unknown {
    if (typeof told !== 'object' || told === null) return told;
    if (Array.isArray(told)) return told.map((item) => this.#without(leads, item, isWithin));
    const { label } = told as { readonly label?: string };
    const isHidden = label === undefined ? isWithin : this.hides(label);
    if (isHidden && isRecord(told)) return leads ? told : withoutFaults(told);
    const shown = Object.entries(told).flatMap(([name, value]) => {
      if (isHidden && !leads && (TELLING.has(name) || tellsOfServer(name, value))) return blank(name, value);
      return [[name, this.#without(leads, value, isHidden)]];
    });
    const says = isHidden && 'faults' in told && { hidden: true };
    return { ...Object.fromEntries(shown), ...says };
  }
}

/** Why there is no score is told, unless it tells how long requests are held. */
function tellsOfServer(name: string, value: unknown): boolean {
  return name === 'shareWithheld' && typeof value === 'string' && tellsIdeal(value);
}

function isRecord(told: object): told is RequestRecord {
  return 'seq' in told && 'faults' in told;
}

/** What stands for what is not told, be it a list or a text; nothing for a number. */
function blank(name: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return [[name, []]];
  return typeof value === 'string' ? [[name, 'hidden']] : [];
}

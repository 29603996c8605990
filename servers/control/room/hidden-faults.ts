import { UsageError } from '../../../lib/errors/usage-error.ts';

/** The fields that tell what a server does. */
const TELLING = new Set(['faults', 'profile', 'schedule', 'faultChanges']);

/** Whose faults are told to who leads a room alone. */
export class HiddenFaults {
  readonly #canHide: boolean;
  readonly #labels = new Set<string>();

  /** @param canHide whether there is somebody who leads */
  constructor(canHide: boolean) {
    this.#canHide = canHide;
  }

  /**
   * Changes the faults of a server, which are hidden from then on, or not any more. Neither those before nor those after are
   * told amid the change; where it fails all stays as it was.
   *
   * @throws UsageError where they cannot be hidden
   */
  async change<T>(label: string, hidden: boolean, change: () => Promise<T>): Promise<T> {
    if (!this.#canHide) {
      if (hidden) throw new UsageError('faults can be hidden in a room alone: start one with npx flaglab serve --room');
      return change();
    }
    let isHidden = this.#labels.has(label);
    this.#labels.add(label);
    try {
      const changed = await change();
      isHidden = hidden;
      return changed;
    } finally {
      if (!isHidden) this.#labels.delete(label);
    }
  }

  /**
   * What may be told, of anything that can be JSON: without the faults of servers that have theirs hidden, wherever these are
   * described in it, each by its `label`. Who leads is told them, and that they are hidden from others.
   */
  toldTo<T>(leads: boolean, told: T): T {
    // Nothing but what is between its brackets changes, and that is of the same kinds.
    return this.#labels.size === 0 ? told : (this.#without(leads, told) as T);
  }

  #without(leads: boolean, told: unknown): unknown {
    if (typeof told !== 'object' || told === null) return told;
    if (Array.isArray(told)) return told.map((item) => this.#without(leads, item));
    const { label, faults } = told as { readonly label?: string; readonly faults?: unknown };
    const isHidden = label !== undefined && this.#labels.has(label);
    const shown = Object.entries(told).map(([name, value]) => [
      name,
      isHidden && !leads && TELLING.has(name) ? blank(value) : this.#without(leads, value),
    ]);
    return { ...Object.fromEntries(shown), ...(isHidden && faults !== undefined && { hidden: true }) };
  }
}

/** What stands for faults that are not told, be it their list or their text. */
function blank(value: unknown): unknown {
  return Array.isArray(value) ? [] : 'hidden';
}

import { ServerGoneError } from '../../lib/errors/server-gone-error.ts';

/** What listens, and can stop. */
export interface Stoppable {
  /** Stops accepting, lets what is in flight end for so many milliseconds, then closes every connection. */
  stop(graceMs: number): Promise<void>;
}

/** What can be switched off, so that connections are refused, and on again. */
export interface OnOff extends Stoppable {
  /** Whether it listens. */
  isEnabled(): boolean;
  /**
   * Stops listening and breaks off every connection, or listens again where it did. One change follows another.
   *
   * @throws ListenError when somebody else listens there by now, ServerGoneError when it has been stopped for good
   */
  setEnabled(enabled: boolean): Promise<void>;
}

/**
 * Has what listens switched off and on.
 *
 * @param listening what listens already
 * @param listenAgain listens where that did
 */
export function onOff(label: string, listening: Stoppable, listenAgain: () => Promise<Stoppable>): OnOff {
  let now: Stoppable | undefined = listening;
  let isStopped = false;
  let changed: Promise<unknown> = Promise.resolve();
  const change = async (enabled: boolean) => {
    if (isStopped) throw new ServerGoneError(`the server ${label} is closed`);
    if (enabled) {
      now ??= await listenAgain();
      return;
    }
    const stopping = now;
    now = undefined;
    await stopping?.stop(0);
  };
  return {
    isEnabled: () => now !== undefined && !isStopped,
    setEnabled(enabled) {
      const turn = changed.then(() => change(enabled));
      changed = turn.catch(() => undefined);
      return turn;
    },
    async stop(graceMs) {
      isStopped = true;
      await changed;
      // A second call may hurry the first.
      await now?.stop(graceMs);
    },
  };
}

import type { RequestRecord } from '../lib/request-record.ts';
import type { FaultSpec, Profile } from './faults/fault.ts';
import { parseProfile } from './faults/profile.ts';
import { createFlagServer, type FlagServerOptions } from './flag-server.ts';
import { type Listening, listen } from './listen.ts';

/** A flag server's options, and where it listens. */
export interface RunningServerOptions extends FlagServerOptions {
  readonly label: string;
  readonly port: number;
  readonly host?: string | undefined;
}

/** A flag server that listens, in this thread or another: the same calls either way. */
export interface RunningServer extends AsyncDisposable {
  readonly label: string;
  readonly port: number;
  /** Such as `http://localhost:8000`. */
  readonly url: string;
  faults(): Promise<readonly FaultSpec[]>;
  /**
   * Replaces the faults; holds for the next request.
   *
   * @throws FaultSpecError when one is not a fault; the faults stay as they were.
   */
  setFaults(faults: readonly (string | object)[]): Promise<void>;
  /** The current run's requests. */
  records(): Promise<RequestRecord[]>;
  /** How many of the current run's requests are no longer remembered. */
  dropped(): Promise<number>;
  /** Begins a new run: attempts and records start afresh. */
  reset(): Promise<void>;
  /** Stops accepting, lets what is in flight end for at most 5 s, then closes. */
  close(graceMs?: number): Promise<void>;
}

/** Starts a flag server in this thread. */
export async function startServer(options: RunningServerOptions): Promise<RunningServer> {
  const server = createFlagServer(options);
  const listening: Listening = await listen(server.handle, options);
  return {
    label: server.label,
    port: listening.port,
    url: listening.url,
    faults: async (): Promise<Profile> => server.profile,
    setFaults: async (faults) => {
      server.profile = parseProfile(faults);
    },
    records: async () => server.recorder.records(),
    dropped: async () => server.recorder.dropped,
    reset: async () => server.reset(),
    close: (graceMs) => listening.close(graceMs),
    [Symbol.asyncDispose]: () => listening.close(),
  };
}

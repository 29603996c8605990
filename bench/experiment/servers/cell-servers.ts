import { lookAgain } from '../../../lib/concurrency/look-again.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';

/** How often, and how many milliseconds apart, a server is asked whether it has noticed that the client is gone. */
const DRAIN_LOOKS = { atMost: 100, everyMs: 20 } as const;

/** What a server has seen of one cell. */
export interface Seen {
  readonly records: readonly RequestRecord[];
  /** Whether nobody looked, so that there are no records; absent where somebody did. */
  readonly isUnseen?: boolean;
  /** How many of its requests it no longer remembers. */
  readonly dropped: number;
  /** Whether connections were dropped, to any of the servers, because there was no file descriptor left. */
  readonly descriptorsUsedUp: boolean;
  /** How many requests of somebody else's came meanwhile, which are not among the records. */
  readonly others: number;
}

/**
 * The records of a run among those that a server has, and how many are of somebody else. What an agent still sends that was
 * thought dead is of an earlier try of the same cell, whose name this one's goes on from: it is nobody else's, and counts nowhere.
 */
export function ownAmong(records: readonly RequestRecord[], run: string): Pick<Seen, 'records' | 'others'> {
  const own = records.filter((record) => record.run === run);
  const others = records.filter(({ run: name }) => name === undefined || name === '' || !run.startsWith(name)).length;
  return { records: own, others };
}

/** The servers that cells are run against, wherever they are. Disposing of them ends what was started for the bench. */
export interface CellServers extends AsyncDisposable {
  /** Where the flags of that server are. */
  baseUrl(label: string): string;
  /** Where a client that warms up finds flags, on a server that no cell is run against. */
  readonly warmUpUrl: string;
  /**
   * Their control API, such as `http://localhost:8080`, which tells their clock; where there was none, it is opened.
   *
   * @throws LabError when the servers are gone
   */
  control(): Promise<string>;
  /**
   * Begins a new run on that server: attempts, records, limits and its schedule start afresh.
   *
   * @throws LabError when the servers are gone, or not to be had
   */
  begin(label: string): Promise<void>;
  /**
   * Ends that run: what the server has seen, once it has noticed that its client is gone.
   *
   * @param run the name that all the client's requests gave; absent where they may have given none
   * @throws LabError when the servers are gone, or what they did was changed meanwhile
   */
  end(label: string, run: string | undefined): Promise<Seen>;
}

/** Looks again and again until none of the requests is open, or for two seconds. */
export function drained<T extends { readonly records: readonly RequestRecord[] }>(look: () => Promise<T>): Promise<T> {
  return lookAgain(look, ({ records }) => records.every(({ endedMs }) => endedMs !== undefined), DRAIN_LOOKS);
}

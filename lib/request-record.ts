/** How a request ended: answered whole, given up by its client, or broken off by a fault. */
export const ENDINGS = ['open', 'sent', 'client-gone', 'reset'] as const;

/**
 * How a request ended; `open` while it has not.
 *
 * @example
 * ```ts
 * import { type Ending, startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: { faults: ['reset'] } });
 * const answer = await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`).catch(() => undefined);
 * const endings: Ending[] = (await lab.records('LOCAL')).map(({ ending }) => ending);
 * console.log(answer, endings); // undefined [ 'reset' ]
 * ```
 */
export type Ending = (typeof ENDINGS)[number];

/** How a fate has a request fail: by a status of 400 or more, or by an answer that is none. */
export type Failing = 'status' | 'hang' | 'reset' | 'truncate' | 'garbage';

/** How a request that is over ended. */
export type Ended = Exclude<Ending, 'open'>;

/**
 * What a server remembers of one request. Times are milliseconds since the run began, from one monotonic clock.
 *
 * @example
 * ```ts
 * import { type RequestRecord, startLab } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * const ask = () => fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * console.log((await ask()).status, (await ask()).status); // 503 200
 * const [first, second]: RequestRecord[] = await lab.records('ERROR');
 * console.log(first?.key, first?.attempt, first?.faults); // GET /flags/br/br.gif 1 [ 'status' ]
 * console.log(second?.key, second?.attempt, second?.faults); // GET /flags/br/br.gif 2 []
 * ```
 */
export interface RequestRecord {
  /** The request's number within the run, from 0. */
  readonly seq: number;
  readonly label: string;
  /** The name of its run, as its client gave it; undefined where it gave none. */
  readonly run?: string | undefined;
  /** The name of the agent that sent it, where several share the requests of a run; undefined elsewhere. */
  readonly agent?: string | undefined;
  /** `METHOD path`; HEAD shares GET's. */
  readonly key: string;
  readonly attempt: number;
  /** Which connection it came on, from 1. */
  readonly connection: number;
  readonly arrivedMs: number;
  /**
   * When its service began, the last for which it had to queue: later than `arrivedMs` where it had to; when it ended where
   * its turn never came.
   */
  readonly startedMs: number;
  /** When the first byte of the answer was handed to the network; undefined where none was. */
  readonly firstByteMs: number | undefined;
  /** When it ended; undefined while it is open. */
  readonly endedMs: number | undefined;
  /** The time that its fate held it: travel, service, delay, slow headers and a paced body, without the wait for a place. */
  readonly injectedMs: number;
  /** How much of that held a slot of a server of limited capacity; of several capacities, all services together. */
  readonly serviceMs: number;
  /** How long it waited for a place. */
  readonly queuedMs: number;
  /** The status answered; undefined where none was, or the protocol has none. */
  readonly status: number | undefined;
  /** Whether a limit of capacity or rate turned it away. */
  readonly shed: boolean;
  /** How long its Retry-After header told the client to wait; undefined where there was none. */
  readonly retryAfterMs: number | undefined;
  /** Bytes of the body sent. */
  readonly bytes: number;
  /** Names of the faults that touched it. */
  readonly faults: readonly string[];
  /** How its fate, or a limit, has it fail whatever its client does; undefined where it works for a client that waits. */
  readonly failsBy?: Failing | undefined;
  /** What it has written, as text that is the same where the same was written again; undefined for nothing. */
  readonly wrote?: string | undefined;
  readonly ending: Ending;
  /** True where it is told to somebody from whom its faults are hidden: nothing stands here then of what was done to it. */
  readonly hidden?: true;
}

/** A record as it is told where faults are hidden: what its client has noticed, and nothing of what was done to it. */
export function withoutFaults({ failsBy: _, ...record }: RequestRecord): RequestRecord {
  const untold = { startedMs: record.arrivedMs, injectedMs: 0, serviceMs: 0, queuedMs: 0, faults: [] };
  return { ...record, ...untold, shed: false, hidden: true };
}

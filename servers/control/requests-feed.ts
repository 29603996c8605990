import { unlessGone } from '../../lib/errors/unless-gone.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { RecentRequests, SeenRequests } from '../records/recent-requests.ts';

/** So many requests that have come since the last time are told of a server at most. */
const MOST_AT_ONCE = 250;

/** So many of the last ones somebody gets who begins to look on. */
const MOST_AT_FIRST = 2000;

/** Of so many open requests the ends are waited for at most: those that came first are given up. */
const MOST_OPEN = 10_000;

const NOTHING_SEEN: SeenRequests = { runs: 0, sinceSeq: 0, open: [], waiting: [], most: MOST_AT_FIRST };

/** What the event `requests` says. */
export interface RequestsEvent extends RecentRequests {
  readonly label: string;
}

/** The requests of one server as they come and end, as what events say to all who look on. */
export class RequestsFeed {
  readonly #label: string;
  readonly #server: () => RunningServer | undefined;
  #seen: SeenRequests | undefined;

  /** @param server the one of that label, which may come and go */
  constructor(label: string, server: () => RunningServer | undefined) {
    this.#label = label;
    this.#server = server;
  }

  /** The last requests, for who begins to look on; from then on {@link next} has those after them. */
  async all(): Promise<RequestsEvent | undefined> {
    const recent = await this.#recent(NOTHING_SEEN);
    if (recent === undefined) return undefined;
    this.#seen ??= seenWith(NOTHING_SEEN, recent);
    return this.#event(recent);
  }

  /** What has come and ended since the last time; undefined for nothing. */
  async next(): Promise<RequestsEvent | undefined> {
    if (this.#seen === undefined) return undefined;
    const recent = await this.#recent(this.#seen);
    if (recent === undefined) return undefined;
    const isNew = recent.runs !== this.#seen.runs;
    this.#seen = seenWith(this.#seen, recent);
    return recent.records.length === 0 && !isNew ? undefined : this.#event(recent);
  }

  async #recent(seen: SeenRequests): Promise<RecentRequests | undefined> {
    const server = this.#server();
    return server === undefined ? undefined : await unlessGone(server.recent(seen));
  }

  #event(recent: RecentRequests): RequestsEvent {
    return { label: this.#label, ...recent };
  }
}

function seenWith(seen: SeenRequests, { runs, records, waiting, nextSeq }: RecentRequests): SeenRequests {
  const open = new Set(seen.runs === runs ? seen.open : []);
  const waits = new Set(seen.runs === runs ? seen.waiting : []);
  const nowWaiting = new Set(waiting);
  for (const { seq, ending } of records) {
    if (ending === 'open') open.add(seq);
    else open.delete(seq);
    if (nowWaiting.has(seq)) waits.add(seq);
    else waits.delete(seq);
  }
  return {
    runs,
    sinceSeq: nextSeq,
    open: [...open].slice(-MOST_OPEN),
    waiting: [...waits].slice(-MOST_OPEN),
    most: MOST_AT_ONCE,
  };
}

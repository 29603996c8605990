import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { unlessGone } from '../../lib/errors/unless-gone.ts';
import { sendError } from '../http/send-error.ts';
import type { RunningServer } from '../lab/running-server.ts';
import { eventText } from './event-text.ts';
import type { Experiments } from './experiments/experiments.ts';
import { RequestsFeed } from './requests-feed.ts';
import { EVENT_INTERVAL_MS, EVENTS } from './streams.ts';

/** How many events are kept for a reader that comes back: a minute of them. */
const KEPT_EVENTS = 60_000 / EVENT_INTERVAL_MS;

/** A reader for whom so much waits does not read, in bytes: it may come back for what is kept. */
const MAX_UNREAD_BYTES = 1_000_000;

/** Something whose state is told, whenever it has changed. */
export interface EventSource {
  /** Of its events. */
  readonly name: string;
  /** All of its state that is told, as it is now; undefined for nothing to tell. */
  readonly state: () => Promise<object | undefined>;
}

/** What the stream needs of experiments. */
type ToldExperiments = Pick<Experiments, 'current' | 'watch'>;

interface KeptEvent {
  readonly number: number;
  readonly text: string;
}

/**
 * The server-sent events of a lab: the state of each source, whenever it has changed, and to who asks for them the requests of
 * servers. One timer serves all readers and stops when the last has gone. A reader that comes back with Last-Event-ID gets what
 * it missed; any other one gets the state of all sources at once. An experiment tells its changes itself: each reader gets all of
 * it first.
 */
export class EventStream {
  readonly #sources: readonly EventSource[];
  readonly #servers: () => readonly RunningServer[];
  /** Before the numbers of its events: those of a lab that ran before at the same address are none of them. */
  readonly #name = randomBytes(6).toString('hex');
  /** Each with the labels of the servers whose requests it wants. */
  readonly #readers = new Map<Response, ReadonlySet<string>>();
  readonly #experiments: ToldExperiments | undefined;
  readonly #watching: Disposable | undefined;
  readonly #feeds = new Map<string, RequestsFeed>();
  readonly #last = new Map<EventSource, string>();
  readonly #kept: KeptEvent[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /**
   * @param servers whose requests can be asked for; they may change
   * @param experiments whose changes are told, too; default: there are none
   */
  constructor(sources: readonly EventSource[], servers: () => readonly RunningServer[], experiments?: ToldExperiments) {
    this.#sources = sources;
    this.#servers = servers;
    this.#experiments = experiments;
    this.#watching = experiments?.watch((change) => {
      for (const reader of this.#readers.keys()) write(reader, experimentText(change));
    });
  }

  /**
   * Answers a request with the stream; one that comes when it has been closed, with 503.
   *
   * @param labels of the servers whose requests the reader wants
   */
  async attach(request: Request, response: Response, labels: readonly string[]): Promise<void> {
    if (this.#isClosed) {
      sendError(request, response, 503, 'Service Unavailable', 'The lab is stopping.');
      return;
    }
    response.writeHead(200, { 'Content-Type': EVENTS.type, 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    response.on('close', () => this.#detach(response));
    const missed = this.#since(request.get('last-event-id'));
    if (missed !== undefined) response.write(missed);
    else {
      response.write(await this.#snapshot());
      // What has changed while it was made is told once more.
      this.#last.clear();
    }
    for (const label of labels) {
      const feed = this.#feed(label);
      response.write(await feed.all());
      // The last reader of these requests may have gone meanwhile.
      this.#feeds.set(label, feed);
    }
    if (response.closed) return;
    // Nothing is awaited from here on, so that no change of it comes in between.
    const experiment = this.#experiments?.current();
    if (experiment !== undefined) response.write(experimentText(experiment));
    this.#readers.set(response, new Set(labels));
    if (this.#isClosed) response.end();
    else this.#timer ??= setInterval(() => void this.#tick(), EVENT_INTERVAL_MS);
  }

  /** Ends the stream for all readers. */
  close(): void {
    this.#isClosed = true;
    this.#watching?.[Symbol.dispose]();
    for (const reader of this.#readers.keys()) reader.end();
  }

  #detach(reader: Response): void {
    this.#readers.delete(reader);
    for (const label of this.#feeds.keys()) if (!this.#isWanted(label)) this.#feeds.delete(label);
    if (this.#readers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #isWanted(label: string): boolean {
    return [...this.#readers.values()].some((labels) => labels.has(label));
  }

  /** What a reader has missed that has seen an event of this lab; undefined where that is not known any more. */
  #since(lastId = ''): string | undefined {
    const [name, number] = lastId.split('-');
    const [first] = this.#kept;
    if (name !== this.#name || first === undefined || Number(number) < first.number - 1) return undefined;
    return this.#kept
      .filter((kept) => kept.number > Number(number))
      .map(({ text }) => text)
      .join('');
  }

  async #snapshot(): Promise<string> {
    const states = await Promise.all(this.#sources.map(async (source) => [source, await stateOf(source)] as const));
    const id = `${this.#name}-${this.#count}`;
    return states
      .filter(([, state]) => state !== undefined)
      .map(([{ name }, state]) => eventText(name, state!, id))
      .join('');
  }

  async #tick(): Promise<void> {
    for (const source of this.#sources) {
      const state = await stateOf(source);
      if (state === undefined || state === this.#last.get(source)) continue;
      this.#last.set(source, state);
      const number = ++this.#count;
      const text = eventText(source.name, state, `${this.#name}-${number}`);
      this.#kept.push({ number, text });
      if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
      for (const reader of this.#readers.keys()) write(reader, text);
    }
    for (const [label, feed] of this.#feeds) {
      const text = await feed.next();
      for (const [reader, labels] of this.#readers) if (text !== '' && labels.has(label)) write(reader, text);
    }
  }

  #feed(label: string): RequestsFeed {
    const known = this.#feeds.get(label);
    if (known !== undefined) return known;
    const feed = new RequestsFeed(label, () => this.#servers().find((server) => server.label === label));
    this.#feeds.set(label, feed);
    return feed;
  }
}

/** Undefined where a server is gone: there is nothing to tell any more. */
async function stateOf({ state }: EventSource): Promise<string | undefined> {
  const now = await unlessGone(state());
  return now === undefined ? undefined : JSON.stringify(now);
}

/** It is not missed by who comes back, for whom it begins anew. */
function experimentText(state: object): string {
  return eventText('experiment', JSON.stringify(state));
}

function write(reader: Response, text: string): void {
  if (reader.writableLength > MAX_UNREAD_BYTES) reader.destroy();
  else reader.write(text);
}

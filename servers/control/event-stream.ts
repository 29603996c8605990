import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { unlessGone } from '../../lib/errors/unless-gone.ts';
import { sendError } from '../http/send-error.ts';
import type { RunningServer } from '../lab/running-server.ts';
import { eventText } from './event-text.ts';
import type { Experiments } from './experiments/experiments.ts';
import { type RequestsEvent, RequestsFeed } from './requests-feed.ts';
import type { HiddenFaults } from './room/hidden-faults.ts';
import { areSame, inEach, type TextPair, textFor } from './room/text-pair.ts';
import { EVENT_INTERVAL_MS, EVENTS } from './streams.ts';

/** How many events are kept for a reader that comes back: a minute of them. */
const KEPT_EVENTS = 60_000 / EVENT_INTERVAL_MS;

/** So much text of theirs is kept at most, in characters: the scoreboard of two hundred names is long. */
const MAX_KEPT_TEXT = 1_000_000;

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
  readonly texts: TextPair;
}

interface Reader {
  /** Of the servers whose requests it wants. */
  readonly labels: ReadonlySet<string>;
  readonly leads: boolean;
  /** Whether an experiment has changed of which it has not been told. */
  isBehind: boolean;
}

/** What the stream tells, and to whom. */
export interface EventStreamOptions {
  readonly sources: readonly EventSource[];
  /** Whose requests can be asked for; they may change. */
  readonly servers: () => readonly RunningServer[];
  /** What each reader is told once, when it begins or comes back, in place of what it had. */
  readonly past: { readonly name: string; readonly state: () => object };
  /** Experiments whose changes are told, too; default: there are none. */
  readonly experiments?: ToldExperiments | undefined;
  /** What is not told to all. */
  readonly hidden: HiddenFaults;
  /** Whether a request comes from who may be told that. */
  readonly leads: (request: Request) => boolean;
}

/**
 * The server-sent events of a lab: the state of each source, whenever it has changed, and to who asks for them the requests of
 * servers. One timer serves all readers and stops when the last has gone. A reader that comes back with Last-Event-ID gets what
 * it missed; any other one gets the state of all sources at once; both are told what was. An experiment tells its changes
 * itself: each reader gets all of it first.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  /** Before the numbers of its events: those of a lab that ran before at the same address are none of them. */
  readonly #name = randomBytes(6).toString('hex');
  readonly #readers = new Map<Response, Reader>();
  readonly #watching: Disposable | undefined;
  readonly #feeds = new Map<string, RequestsFeed>();
  readonly #last = new Map<EventSource, TextPair>();
  readonly #kept: KeptEvent[] = [];
  #keptText = 0;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#watching = options.experiments?.watch((change) => {
      for (const [response, reader] of this.#readers) {
        if (reader.isBehind || !this.#hearsExperiments(reader)) reader.isBehind = true;
        else write(response, experimentText(change));
      }
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
    const reader: Reader = { labels: new Set(labels), leads: this.#options.leads(request), isBehind: true };
    const missed = this.#since(request.get('last-event-id'), reader);
    if (missed !== undefined) response.write(missed);
    else {
      response.write(await this.#snapshot(reader));
      // What has changed while it was made is told once more.
      this.#last.clear();
    }
    // Without a number: who comes back gets all of it again, since what it missed came all at once.
    response.write(textFor(reader.leads, this.#pastTexts()));
    for (const label of labels) {
      const feed = this.#feed(label);
      const event = await feed.all();
      if (event !== undefined) response.write(textFor(reader.leads, this.#requestsTexts(event)));
      // The last reader of these requests may have gone meanwhile.
      this.#feeds.set(label, feed);
    }
    if (response.closed) return;
    // Nothing is awaited from here on, so that no change of it comes in between.
    this.#catchUp(response, reader);
    if (this.#isClosed) return void response.end();
    this.#readers.set(response, reader);
    this.#timer ??= setInterval(() => void this.#tick(), EVENT_INTERVAL_MS);
  }

  /** Ends the stream for all readers. What was about to be told is told to nobody: who has been ended must not be written to. */
  close(): void {
    this.#isClosed = true;
    this.#watching?.[Symbol.dispose]();
    for (const reader of this.#readers.keys()) reader.end();
    this.#readers.clear();
  }

  #detach(reader: Response): void {
    this.#readers.delete(reader);
    for (const label of this.#feeds.keys()) if (!this.#isWanted(label)) this.#feeds.delete(label);
    if (this.#readers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #isWanted(label: string): boolean {
    return [...this.#readers.values()].some(({ labels }) => labels.has(label));
  }

  /** What a reader has missed that has seen an event of this lab; undefined where that is not known any more. */
  #since(lastId: string | undefined, reader: Reader): string | undefined {
    const [name, number] = (lastId ?? '').split('-');
    const [first] = this.#kept;
    if (name !== this.#name || first === undefined || Number(number) < first.number - 1) return undefined;
    return this.#kept
      .filter((kept) => kept.number > Number(number))
      .map(({ texts }) => textFor(reader.leads, texts))
      .join('');
  }

  async #snapshot(reader: Reader): Promise<string> {
    const { sources } = this.#options;
    const states = await Promise.all(sources.map(async (source) => [source, await this.#statesOf(source)] as const));
    const id = `${this.#name}-${this.#count}`;
    return states
      .filter(([, states]) => states !== undefined)
      .map(([{ name }, states]) => eventText(name, textFor(reader.leads, states!), id))
      .join('');
  }

  async #tick(): Promise<void> {
    for (const source of this.#options.sources) {
      const states = await this.#statesOf(source);
      if (states === undefined || areSame(states, this.#last.get(source))) continue;
      this.#last.set(source, states);
      const number = ++this.#count;
      const texts = inEach(states, (state) => eventText(source.name, state, `${this.#name}-${number}`));
      this.#keep({ number, texts });
      for (const [response, reader] of this.#readers) write(response, textFor(reader.leads, texts));
    }
    for (const [label, feed] of this.#feeds) {
      const event = await feed.next();
      const texts = event && this.#requestsTexts(event);
      for (const [response, reader] of this.#readers) {
        if (texts !== undefined && reader.labels.has(label)) write(response, textFor(reader.leads, texts));
      }
    }
    for (const [response, reader] of this.#readers) this.#catchUp(response, reader);
  }

  #keep(event: KeptEvent): void {
    this.#kept.push(event);
    this.#keptText += event.texts.forAll.length;
    while (this.#kept.length > KEPT_EVENTS || this.#keptText > MAX_KEPT_TEXT) {
      this.#keptText -= this.#kept.shift()!.texts.forAll.length;
    }
  }

  /** Who must not know of some faults must not know of what was measured with them. */
  #hearsExperiments({ leads }: Reader): boolean {
    return leads || !this.#options.hidden.areSome;
  }

  /** Tells a reader all of the experiment that it has missed something of, once it may be told. */
  #catchUp(response: Response, reader: Reader): void {
    if (!reader.isBehind || !this.#hearsExperiments(reader)) return;
    reader.isBehind = false;
    const experiment = this.#options.experiments?.current();
    if (experiment !== undefined) write(response, experimentText(experiment));
  }

  /** Undefined where a server is gone: there is nothing to tell any more. */
  async #statesOf({ state }: EventSource): Promise<TextPair | undefined> {
    const now = await unlessGone(state());
    return now && this.#textsOf(now);
  }

  #pastTexts(): TextPair {
    const { name, state } = this.#options.past;
    return inEach(this.#textsOf(state()), (text) => eventText(name, text));
  }

  #requestsTexts(event: RequestsEvent): TextPair {
    return inEach(this.#textsOf(event), (text) => eventText('requests', text));
  }

  #textsOf(state: object): TextPair {
    const { hidden } = this.#options;
    const text = (leads: boolean) => JSON.stringify(hidden.toldTo(leads, state));
    const forAll = text(false);
    return { forAll, forLeader: hidden.areSome ? text(true) : forAll };
  }

  #feed(label: string): RequestsFeed {
    const known = this.#feeds.get(label);
    if (known !== undefined) return known;
    const feed = new RequestsFeed(label, () => this.#options.servers().find((server) => server.label === label));
    this.#feeds.set(label, feed);
    return feed;
  }
}

/** It is not missed by who comes back, for whom it begins anew. */
function experimentText(state: object): string {
  return eventText('experiment', JSON.stringify(state));
}

function write(reader: Response, text: string): void {
  if (reader.writableLength > MAX_UNREAD_BYTES) reader.destroy();
  else reader.write(text);
}

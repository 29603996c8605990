import type { Request, Response } from 'express';
import { ServerGoneError } from '../../lib/errors/server-gone-error.ts';
import { sendError } from '../http/send-error.ts';
import type { Lab } from '../lab/start-lab.ts';
import { EVENT_INTERVAL_MS, EVENTS } from './streams.ts';

/** How many events are kept for a reader that comes back. */
const KEPT_EVENTS = 240;

/** A reader for whom so much waits does not read, in bytes: it may come back for what is kept. */
const MAX_UNREAD_BYTES = 1_000_000;

interface LabEventMessage {
  readonly id: number;
  readonly data: string;
}

/**
 * The server-sent events of a lab: the figures of its servers, whenever they have changed. One timer serves all readers
 * and stops when the last has gone. A reader that comes back with Last-Event-ID gets what it missed.
 */
export class EventStream {
  readonly #lab: Pick<Lab, 'servers'>;
  readonly #readers = new Set<Response>();
  readonly #kept: LabEventMessage[] = [];
  #lastId = 0;
  #lastData = '';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param lab its servers may change */
  constructor(lab: Pick<Lab, 'servers'>) {
    this.#lab = lab;
  }

  /** Answers a request with the stream; one that comes when it has been closed, with 503. */
  attach(request: Request, response: Response): void {
    if (this.#isClosed) {
      sendError(request, response, 503, 'Service Unavailable', 'The lab is stopping.');
      return;
    }
    response.writeHead(200, { 'Content-Type': EVENTS.type, 'Cache-Control': 'no-store' });
    const since = Number(request.get('last-event-id'));
    const missed = since > 0 ? this.#kept.filter(({ id }) => id > since) : this.#kept.slice(-1);
    response.write(`retry: 1000\n\n${missed.map(format).join('')}`);
    this.#readers.add(response);
    response.on('close', () => this.#detach(response));
    this.#timer ??= setInterval(() => void this.#tick(), EVENT_INTERVAL_MS);
  }

  /** Ends the stream for all readers. */
  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers) reader.end();
  }

  #detach(reader: Response): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #tick(): Promise<void> {
    const servers = await this.#figures();
    if (servers === undefined) return;
    const data = JSON.stringify({ servers });
    if (data === this.#lastData) return;
    this.#lastData = data;
    const message = { id: ++this.#lastId, data };
    this.#kept.push(message);
    if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
    for (const reader of this.#readers) {
      if (reader.writableLength > MAX_UNREAD_BYTES) reader.destroy();
      else reader.write(format(message));
    }
  }

  /** Undefined where a server is gone: there is nothing to tell any more. */
  async #figures(): Promise<object[] | undefined> {
    try {
      return await Promise.all(
        this.#lab.servers.map(async (server) => ({
          label: server.label,
          enabled: await server.isEnabled(),
          ...(await server.counts()),
        })),
      );
    } catch (error) {
      if (error instanceof ServerGoneError) return undefined;
      throw error;
    }
  }
}

function format({ id, data }: LabEventMessage): string {
  return `id: ${id}\nevent: servers\ndata: ${data}\n\n`;
}

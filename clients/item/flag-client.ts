import type { Agent as UndiciAgent } from 'undici';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { elapsedMs, monotonicMs } from '../download/monotonic-clock.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import { Connector } from './connector.ts';
import { FlagRequest, type Trace, type Wire } from './flag-request.ts';
import { Agent } from './undici-agent.ts';

/** A body that goes on and on must not fill the memory before its time is over. */
const MAX_BODY_BYTES = 64 * 1024 ** 2;

/**
 * Asks one server for flags over at most `settings.m` connections, which are kept open between requests.
 * Disposing of it cancels what is in flight and closes the connections.
 */
export class FlagClient implements AsyncDisposable {
  readonly settings: ResolvedDownload;
  /** Aborts when the download is cancelled or over. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #listening: Disposable;
  readonly #connector: Connector;
  readonly #agent: UndiciAgent;
  readonly #wire: Wire;
  readonly #origin: string;
  readonly #basePath: string;

  /** @param beganMs when the download began, on the monotonic clock: now, unless other threads take part in it */
  constructor(settings: ResolvedDownload, beganMs: number = monotonicMs()) {
    const { origin, pathname } = new URL(settings.baseUrl);
    this.settings = settings;
    this.signal = this.#controller.signal;
    this.#origin = origin;
    this.#basePath = pathname === '/' ? '' : pathname;
    this.#connector = new Connector(settings.timeoutMs);
    this.#agent = openAgent(settings, this.#connector);
    this.#wire = {
      agent: this.#agent,
      headers: headersOf(settings),
      request: settings.request,
      timeoutMs: settings.timeoutMs,
      nowMs: () => elapsedMs(beganMs),
    };
    this.#listening = onAbort(settings.signal, () => this.#cancel());
  }

  /** Milliseconds since the download began. */
  nowMs(): number {
    return this.#wire.nowMs();
  }

  /** The path of `file` on the server, such as `/flags/br/br.gif`. */
  path(file: string): string {
    return `${this.#basePath}/${file}`;
  }

  /**
   * Sends one request, a GET unless the settings say otherwise, and resolves with the body when it is there, whole;
   * with an empty one when it is not to be kept. Rejects with a RequestError.
   *
   * @throws the signal's reason when the client has been cancelled.
   */
  ask(path: string, trace: Trace, keepBody: boolean, body?: string): Promise<Buffer> {
    this.signal.throwIfAborted();
    return new FlagRequest(this.#wire, this.#origin, path, trace, keepBody, body).send();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#cancel();
    await this.#agent.destroy();
  }

  #cancel(): void {
    this.#controller.abort();
    this.#connector.destroy(this.signal.reason);
    void this.#agent.destroy();
  }
}

function openAgent({ m }: ResolvedDownload, { connect }: Connector): UndiciAgent {
  return new Agent({
    connections: m,
    pipelining: 1,
    headersTimeout: 0, // FlagRequest's own timer spans the whole request, and to the millisecond.
    bodyTimeout: 0,
    maxResponseSize: MAX_BODY_BYTES,
    connect,
  });
}

function headersOf({ run, agent, request, crawl }: ResolvedDownload): string[] {
  // A list of flags is a page for people unless somebody asks otherwise.
  const given = request?.headers ?? (crawl ? ['accept', 'application/json, image/gif;q=0.9'] : []);
  const headers = given.includes('user-agent') ? [...given] : ['user-agent', 'flaglab', ...given];
  return [
    ...headers,
    ...(run === undefined ? [] : ['x-lab-run', run]),
    // Any name can stand in a header so.
    ...(agent === undefined ? [] : ['x-lab-agent', encodeURIComponent(agent)]),
  ];
}

import { expect } from 'vitest';
import type { ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { type Serving, serving } from '../serving.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Long enough for a machine on which other tests measure, too. */
const SOON = { timeout: 50_000, interval: 50 };

/** What the control API answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of all shapes
  readonly body: any;
}

/** A lab that serves, whose experiments are asked for over HTTP. `await using` stops it. */
export interface Experimenting extends AsyncDisposable {
  readonly lab: Serving;
  /** The folder of its runs. */
  readonly results: string;
  call(method: string, path: string, body?: object): Promise<Answered>;
  /** Starts an experiment. */
  start(order: object): Promise<ExperimentState>;
  /** Waits until that is true of the experiment, as it is told whole. */
  until(id: string, isTrue: (state: ExperimentState) => boolean): Promise<ExperimentState>;
  /** Waits until it is over. */
  end(id: string): Promise<ExperimentState>;
  /** Collects what is told of experiments from now on. */
  follow(): Promise<Followed>;
}

/** What was told of experiments. `await using` stops listening. */
export interface Followed extends AsyncDisposable {
  readonly changes: readonly ExperimentState[];
}

/** Starts servers of these labels, with a folder of their own for runs. */
export async function experimenting(labels: readonly string[], args: readonly string[] = []): Promise<Experimenting> {
  const results = await temporaryFolder();
  const lab = await serving(labels, ['--results', results.path, ...args]);
  const control = lab.urls.CONTROL!;

  async function call(method: string, path: string, body?: object): Promise<Answered> {
    const response = await fetch(control + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: /^[[{]/.test(text) ? JSON.parse(text) : text,
    };
  }

  async function until(id: string, isTrue: (state: ExperimentState) => boolean): Promise<ExperimentState> {
    let state: ExperimentState | undefined;
    await expect
      .poll(async () => {
        state = (await call('GET', `/api/experiments/${id}`)).body;
        return isTrue(state!);
      }, SOON)
      .toBe(true);
    return state!;
  }

  return {
    lab,
    results: results.path,
    call,
    until,
    end: (id) => until(id, ({ state }) => state !== 'running'),
    start: async (order) => {
      const { status, body } = await call('POST', '/api/experiments', order);
      expect(body).toMatchObject({ state: 'running' });
      expect(status).toBe(201);
      return body;
    },
    follow: () => follow(`${control}/api/events`),
    [Symbol.asyncDispose]: async () => {
      await lab[Symbol.asyncDispose]();
      await results[Symbol.asyncDispose]();
    },
  };
}

async function follow(url: string): Promise<Followed> {
  const away = new AbortController();
  const response = await fetch(url, { signal: away.signal });
  const changes: ExperimentState[] = [];
  const reading = readEvents(response.body!, (data) => changes.push(data)).catch(() => {});
  return {
    changes,
    [Symbol.asyncDispose]: async () => {
      away.abort();
      await reading;
    },
  };
}

async function readEvents(body: ReadableStream<Uint8Array>, tell: (data: ExperimentState) => void): Promise<void> {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    const events = (text + part).split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const [, data] = /^event: experiment\ndata: (.*)$/s.exec(event) ?? [];
      if (data !== undefined) tell(JSON.parse(data));
    }
  }
}

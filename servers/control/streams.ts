/** One operation of the API that streams what it gives. The OpenAPI document and the readable page are made from the same rows. */
export interface StreamRoute {
  /** In OpenAPI's form: `/api/runs/{id}/records`. */
  readonly path: string;
  readonly summary: string;
  /** What comes, as Content-Type names it. */
  readonly type: string;
}

/** How often what happens is told at most, in milliseconds. */
export const EVENT_INTERVAL_MS = 250;

/** The records of a run. */
export const RECORDS: StreamRoute = {
  path: '/api/runs/{id}/records',
  summary: 'The records of a run, one JSON object a line.',
  type: 'application/x-ndjson',
};

/** What happens. */
export const EVENTS: StreamRoute = {
  path: '/api/events',
  summary: `Server-sent events: the figures of each server, at most ${1000 / EVENT_INTERVAL_MS} times a second. Resumes with Last-Event-ID.`,
  type: 'text/event-stream',
};

/** All of them. */
export const STREAMS: readonly StreamRoute[] = [RECORDS, EVENTS];

import type { StreamOperation } from '../api-description/operation.ts';

/** How often what happens is told at most, in milliseconds. */
export const EVENT_INTERVAL_MS = 250;

/** The records of a run. */
export const RECORDS: StreamOperation = {
  path: '/api/runs/{id}/records',
  summary: 'The records of a run, one JSON object a line.',
  type: 'application/x-ndjson',
};

/** What happens. */
export const EVENTS: StreamOperation = {
  path: '/api/events',
  summary: `Server-sent events: the figures of each server, at most ${1000 / EVENT_INTERVAL_MS} times a second. Resumes with Last-Event-ID.`,
  type: 'text/event-stream',
};

/** What has been counted. */
export const METRICS: StreamOperation = {
  path: '/metrics',
  summary: "What each server has counted since its start, in Prometheus' text format: requests, faults, durations.",
  type: 'text/plain; version=0.0.4; charset=utf-8',
};

/** All of them. */
export const STREAMS: readonly StreamOperation[] = [RECORDS, EVENTS, METRICS];

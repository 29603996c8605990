import { z } from 'zod';
import type { StreamOperation } from '../api-description/operation.ts';
import { REPORT } from './experiments/report-page.ts';
import { PICTURE } from './flag-picture.ts';

/** How often what happens is told at most, in milliseconds. */
export const EVENT_INTERVAL_MS = 250;

/** The requests of so many servers can be watched by one reader. */
const MAX_WATCHED = 20;

/** The records of a run. */
export const RECORDS: StreamOperation = {
  path: '/api/runs/{id}/records',
  summary: 'The records of a run, one JSON object a line.',
  type: 'application/x-ndjson',
};

/** What stands in the address of the events. */
export const eventsQuery = z.object({
  requests: z
    .union([z.string(), z.array(z.string()).max(MAX_WATCHED)])
    .optional()
    .describe(
      'The label of a server whose requests are told, too, as they come and end; may stand there several times.',
    ),
});

/** What happens. */
export const EVENTS: StreamOperation = {
  path: '/api/events',
  summary: `Server-sent events: the figures of each server, at most ${1000 / EVENT_INTERVAL_MS} times a second, as the event servers, and of a room its scoreboard without the verdicts, as the event room. Whoever begins or comes back gets the figures of the last minute, once a second, as the event history. With ?requests=LABEL also its requests as they come and end, as the event requests: some of them where too many come, with the number of those that were skipped. An experiment comes as the event experiment: whole at first, then what is new. Resumes with Last-Event-ID; where that is not known any more, all of the present state is told at once.`,
  type: 'text/event-stream',
  query: eventsQuery,
};

/** What has been counted. */
export const METRICS: StreamOperation = {
  path: '/metrics',
  summary: "What each server has counted since its start, in Prometheus' text format: requests, faults, durations.",
  type: 'text/plain; version=0.0.4; charset=utf-8',
};

/** All of them. */
export const STREAMS: readonly StreamOperation[] = [RECORDS, EVENTS, METRICS, REPORT, PICTURE];

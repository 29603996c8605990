import type { RequestHandler } from 'express';
import type { StreamOperation } from '../../api-description/operation.ts';
import { requireExperiments } from './experiment-routes.ts';
import type { Experiments } from './experiments.ts';

/** The report of a kept run. */
export const REPORT: StreamOperation = {
  path: '/reports/{id}',
  summary: 'The report of a run that was kept, as one page.',
  type: 'text/html',
};

/**
 * What such a page may do: run the script and the styles that are in it, and nothing else. It has no origin, asks no network
 * for anything, and is in no frame.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts',
].join('; ');

/** Answers with the report of the run that the path names. */
export function sendReport(experiments: Experiments | undefined): RequestHandler {
  return async ({ params: { id } }, response) => {
    const page = await requireExperiments(experiments).keptRuns.report(String(id));
    response
      .set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
      .type(REPORT.type)
      .send(page);
  };
}

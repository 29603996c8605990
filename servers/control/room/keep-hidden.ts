import type { Request, RequestHandler } from 'express';
import { sendError } from '../../http/send-error.ts';
import type { HiddenFaults } from './hidden-faults.ts';

const UNTOLD =
  'While the faults of a server are hidden, who leads this room alone is told of races, sweeps and searches: their results give the faults away.';

/** Keeps what was measured from whom some faults are hidden. */
export function keepHidden(hidden: HiddenFaults, leads: (request: Request) => boolean): RequestHandler {
  return (request, response, next) => {
    if (hidden.areSome && !leads(request)) sendError(request, response, 403, 'Forbidden', UNTOLD);
    else next();
  };
}

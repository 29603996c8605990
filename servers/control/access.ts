import type { Request } from 'express';
import { isLoopback } from '../../lib/network/is-loopback.ts';
import type { Operation } from '../api-description/operation.ts';
import { foreignHost } from '../http/host-objection.ts';
import { LEADER_PATH, type Leader } from './room/leader.ts';
import { PREDICTION } from './room/room-routes.ts';
import { accessState } from './schemas.ts';

/** What tells a time on no calendar's clock, and nothing of the lab: whoever compares clocks needs no token. */
const CLOCK = /^\/api\/clock\/?$/;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What tells who asks what it may do, so that a page need not offer what would be refused. */
export const ACCESS: Operation = {
  method: 'get',
  path: '/api/access',
  summary: 'What you may do here: in a room, all may look, and who leads may change things.',
  status: 200,
  answer: accessState,
};

/** Who may ask a control API what. */
export interface Access {
  /** Why a Host header does not name this lab; undefined where it does. */
  readonly hostObjection: (host: string) => string | undefined;
  /** Whether pages may come from the API itself by another name than loopback. */
  readonly hasOwnPages: boolean;
  /** Whether a request may do what it asks for. */
  readonly allows: (request: Request) => boolean;
  /** Whether it comes from who may change all that can be changed. */
  readonly mayChange: (request: Request) => boolean;
}

/** This machine may do anything, and nobody else gets here. */
export const THIS_MACHINE: Access = {
  hostObjection: (host) =>
    isLoopbackSite(`http://${host}`)
      ? undefined
      : `Host "${host}" is not a loopback name: ask at the address that was printed for CONTROL.`,
  hasOwnPages: false,
  allows: () => true,
  mayChange: () => true,
};

/** Whoever has the token, or has come by the link, may do anything, by whatever name the lab is called; all may ask for the time. */
export function holdersOf(leader: Leader): Access {
  return {
    hostObjection: () => undefined,
    hasOwnPages: true,
    allows: (request) => isClock(request) || request.path === LEADER_PATH || leader.sent(request),
    mayChange: (request) => leader.sent(request),
  };
}

/** All of a room may look, also at what a fault would do, who leads it may change things, and everybody may foretell. */
export function roomOf(leader: Leader, isOwnHost: (host: string) => boolean): Access {
  return {
    hostObjection: (host) => (isOwnHost(host) ? undefined : foreignHost(host)),
    hasOwnPages: true,
    allows: (request) => isReading(request) || isPreview(request) || isPrediction(request) || leader.sent(request),
    mayChange: (request) => leader.sent(request),
  };
}

/** Whether a request changes nothing. */
export function isReading({ method }: Pick<Request, 'method'>): boolean {
  return READING.has(method);
}

/** Whether a URL is that of a server on this machine, by a name that only this machine answers to. */
export function isLoopbackSite(url: string): boolean {
  return isLoopback(URL.parse(url)?.hostname ?? '');
}

function isClock(request: Request): boolean {
  return isReading(request) && CLOCK.test(request.path);
}

/** It asks by POST, since a fault is long, and changes nothing. */
function isPreview({ method, path }: Request): boolean {
  return method === 'POST' && /^\/api\/faults\/preview\/?$/.test(path);
}

function isPrediction({ method, path }: Request): boolean {
  return method === PREDICTION.method.toUpperCase() && /^\/api\/room\/[^/]+\/prediction\/?$/.test(path);
}

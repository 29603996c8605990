import type { RequestListener, Server, ServerOptions } from 'node:http';
import { ownHosts } from '../../lib/network/own-hosts.ts';
import type { RespondOrPass } from '../answers/answer.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { Came, FaultPlan } from '../faults/faults-over-time.ts';
import { openWorld, type ReadWorldOptions } from '../faults/open-world.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import type { Recorder } from '../records/recorder.ts';
import type { FaultChange } from '../records/verdict-schema.ts';
import { CrossOrigin } from './cross-origin.ts';
import { MAX_HEADER_BYTES } from './header-limit.ts';
import { HttpProxy } from './http-proxy.ts';
import { hasBody } from './is-chunked.ts';
import { ProxyDoor } from './proxy-door.ts';
import { PROXY_LABEL } from './proxy-label.ts';
import { type ProxyTarget, proxyTarget } from './proxy-target.ts';

const SERVER_OPTIONS: ServerOptions = {
  // It is objected to like others, and is the last of its connection.
  requireHostHeader: false,
  // An upgrade with a body, or to anything else, is a request like any other, whose Upgrade header goes no further.
  shouldUpgradeCallback: (request) =>
    request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket' && !hasBody(request),
};

/** Options of a chaos proxy: its faults, and where it leads. */
export interface ChaosProxyOptions extends ReadWorldOptions {
  /** Its name, on which its fates depend; default `PROXY`. */
  readonly label?: string;
  /**
   * The address of the service behind it, such as `http://localhost:3000`, or its Unix socket, such as `unix:/run/app.sock`. A
   * path in it, of a socket after another colon (`unix:/run/app.sock:/api`), comes before that of each request.
   */
  readonly target: string;
  /** Whether the target gets the client's Host header instead of its own; default false. */
  readonly keepHost?: boolean;
  /** Listen on this address instead of both loopback addresses. */
  readonly host?: string | undefined;
  /**
   * What clients may call the proxy besides loopback names and that address: names or addresses without a port, or `*` for
   * any. A request for another host gets 403. Default: nothing else.
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** Whether a certificate of the target's is trusted that cannot be verified; default false. */
  readonly insecure?: boolean;
  /** How large the headers of a request, or of an answer of the target, may be, in bytes; default 16 KB. */
  readonly maxHeaderBytes?: number;
  /**
   * Whether pages of any origin see injected answers; default false: where the target's last answer to that origin allowed
   * it.
   */
  readonly cors?: boolean;
  /**
   * Whether `/run/NAME` before a path names the request's run, as on flag servers, and is kept from the target; default
   * false, because a target may have such paths of its own.
   */
  readonly runsByPath?: boolean;
  /** Answers requests in the place of the target, but no WebSocket; passes on those for which it returns undefined. */
  readonly respond?: RespondOrPass;
}

/** A proxy that does not listen yet: give `handle`, `serverOptions` and `prepare` to `listen`. */
export interface ChaosProxy {
  readonly label: string;
  /** Where it leads. */
  readonly target: ProxyTarget;
  readonly handle: RequestListener;
  readonly serverOptions: ServerOptions;
  readonly prepare: (server: Server) => void;
  /** The faults of the next request. */
  readonly profile: Profile;
  /** The faults from the start of each run, and how they change by the time since then. */
  readonly plan: FaultPlan;
  /** Replaces the faults, and the schedule by this one or none; holds for the next request. */
  setProfile(profile: Profile, schedule?: readonly ScheduleStep[]): void;
  /** How many of these requests of the run can have been in service at once; undefined for any number. */
  slotsFor(requests: readonly Came[]): number | undefined;
  /** How the faults have changed since the run began. */
  readonly faultChanges: readonly FaultChange[];
  readonly recorder: Recorder;
  /** Begins a new run: attempts and records start afresh; of a run by name, its attempts alone. */
  reset(run?: string): void;
  /** Breaks off the connections that have been upgraded: a server that stops does not know them any more. */
  breakUpgraded(): void;
  /** Closes the idle connections to the target. */
  close(): void;
}

/**
 * Builds a chaos proxy: the faults that flag servers have, before any HTTP service. A request is passed on once its
 * delay is over; one that draws a status, a hang or garbage does not reach the target. Faults of the body, such as
 * throttle and reset, bend the target's own answer.
 *
 * @throws UsageError when the target is no address.
 */
export function createChaosProxy(options: ChaosProxyOptions): ChaosProxy {
  const { label = PROXY_LABEL, keepHost = false, insecure = false, runsByPath = false, cors = false } = options;
  const { maxHeaderBytes = MAX_HEADER_BYTES, respond } = options;
  const target = proxyTarget(options.target);
  const world = openWorld(label, options);
  const crossOrigin = new CrossOrigin(cors);
  const proxy = new HttpProxy({ target, keepHost, insecure, crossOrigin, maxHeaderBytes });
  const isOwnHost = ownHosts(options);
  const door = new ProxyDoor(world, proxy, { crossOrigin, runsByPath, isOwnHost, maxHeaderBytes, respond });
  return {
    label,
    target,
    handle: door.handle,
    serverOptions: { ...SERVER_OPTIONS, maxHeaderSize: maxHeaderBytes },
    prepare: door.prepare,
    recorder: world.recorder,
    get profile() {
      return world.profile;
    },
    get plan() {
      return world.plan;
    },
    setProfile: (profile, schedule) => world.setProfile(profile, schedule),
    slotsFor: (requests) => world.slotsFor(requests),
    get faultChanges() {
      return world.faultChanges;
    },
    reset: (run) => world.reset(run),
    breakUpgraded: () => door.breakUpgraded(),
    close: () => proxy.close(),
  };
}

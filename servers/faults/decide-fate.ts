import { draw } from '../../lib/chance/draw.ts';
import { type Fate, UNTOUCHED } from './contract/fate.ts';
import { type FaultSpec, type Profile, sameBefore } from './contract/fault-spec.ts';
import { type Asked, appliesTo } from './contract/where.ts';
import { faultKind } from './kinds/registry.ts';

/**
 * The request whose fate is asked for, and the world it lives in.
 *
 * @example
 * ```ts
 * import { type FateRequest, fate, parseProfile } from 'flaglab';
 * const request: FateRequest = { seed: 42, label: 'DELAY', key: 'GET /flags/br/br.gif', attempt: 1, timeScale: 0.01 };
 * const profile = parseProfile(['delay=uniform:0.5s..5s']);
 * const attempts = [1, 2, 3].map((attempt) => fate(profile, { ...request, attempt }).delayMs.toFixed(1));
 * console.log(attempts); // [ '11.7', '14.2', '42.8' ]
 * ```
 */
export interface FateRequest extends Asked {
  readonly seed: number;
  /** The server's label. */
  readonly label: string;
  /** Multiplies every duration; 1 when absent. */
  readonly timeScale?: number;
}

/**
 * What happens to a request: a pure function of the profile and (seed, label, key, attempt), never of the order in
 * which requests arrive, so that clients of every strategy meet the same delays and errors, and a plan can be printed
 * before the first request is sent.
 *
 * @example
 * ```ts
 * import { fate, parseProfile, startLab } from 'flaglab';
 * const faults = ['status=503@50%'];
 * const request = { seed: 7, label: 'ERROR', key: 'GET /flags/fr/fr.gif', attempt: 1 };
 * console.log(fate(parseProfile(faults), request).status); // 503
 * await using lab = await startLab({ ERROR: { faults } }, { seed: 7 });
 * console.log((await fetch(`${lab.url('ERROR')}/flags/fr/fr.gif`)).status); // 503
 * ```
 */
export function fate(profile: Profile, request: FateRequest): Fate {
  if (profile.length === 0) return UNTOUCHED;
  let fate = UNTOUCHED;
  for (const [index, spec] of profile.entries()) {
    if (!appliesTo(spec, request)) continue;
    const number = sameBefore(profile, index);
    const stream = { ...request, fault: streamName(spec, number) };
    const decided = faultKind(spec.fault)?.decide(spec, { draw: (n) => draw(stream, n), number, fate });
    if (decided === undefined) continue;
    // No longer than it is: a spread leaves room for sixteen more, and every record keeps one.
    fate = { ...fate, ...decided, faults: (decided.faults ?? fate.faults).concat(spec.fault) };
  }
  return scaled(fate, request.timeScale ?? 1);
}

/** A fault's stream is called by its name; the second fault of the same kind draws from `name#2`, whatever the first applies to. */
function streamName({ fault }: FaultSpec, number: number): string {
  return number === 0 ? fault : `${fault}#${number + 1}`;
}

function scaled(fate: Fate, timeScale: number): Fate {
  if (timeScale === 1) return fate;
  return {
    ...fate,
    travelMs: fate.travelMs * timeScale,
    serviceMs: fate.serviceMs * timeScale,
    shedAfterMs: fate.shedAfterMs * timeScale,
    ...(fate.capacities !== undefined && {
      capacities: fate.capacities.map(
        (own) => own && { serviceMs: own.serviceMs * timeScale, shedAfterMs: own.shedAfterMs * timeScale },
      ),
    }),
    delayMs: fate.delayMs * timeScale,
    retryAfterMs: fate.retryAfterMs === undefined ? undefined : fate.retryAfterMs * timeScale,
    slowHeadersMs: fate.slowHeadersMs * timeScale,
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawHeader } from '../http/raw-header.ts';

const EXPOSE = 'Access-Control-Expose-Headers';

/** What an answer says of pages of other origins, but for preflights. */
const NAMES = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', EXPOSE] as const;

/** What the lab's own answers tell beside their body. */
const OWN_HEADERS = ['Retry-After', 'Server-Timing', 'X-Lab-Fault'];

/** The origins that are remembered; past that the one goes whose last answer is longest ago. */
const MAX_ORIGINS = 1000;

/** An answer that any page may see. */
const ANY = '*';

type Allowance = readonly (readonly [name: string, value: string])[];

/**
 * Lets pages of another origin see an answer that is not the target's own, such as an injected 503, where they could see the
 * target's: without its headers a browser tells them of a network error. What the target allows is what its last answer to
 * that origin said.
 */
export class CrossOrigin {
  readonly #allowsAll: boolean;
  readonly #allowances = new Map<string, Allowance>();

  /** @param allowsAll whether any page may see such answers, whatever the target allows */
  constructor(allowsAll: boolean) {
    this.#allowsAll = allowsAll;
  }

  /** Gives a response what the target's own would say, in case that none comes. */
  lend(request: IncomingMessage, response: ServerResponse): void {
    const origin = rawHeader(request, 'origin');
    if (origin === undefined || rawHeader(request, 'upgrade') !== undefined) return;
    for (const [name, value] of this.#allowanceOf(origin)) response.setHeader(name, value);
  }

  /**
   * The target's own answer has come: it speaks for itself, and is its last one.
   *
   * @param origin of the page that asked, undefined for none
   */
  learn(origin: string | undefined, answer: IncomingMessage, response: ServerResponse): void {
    if (origin === undefined) return;
    for (const name of [...NAMES, 'Vary']) response.removeHeader(name);
    const allowance = NAMES.flatMap((name) => {
      const value = answer.headers[name.toLowerCase()];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const [[, allowed] = ['', '']] = allowance;
    this.#allowances.delete(origin);
    this.#remember(allowed === ANY ? ANY : origin, allowance);
  }

  #allowanceOf(origin: string): Allowance {
    const known = this.#allowances.get(origin) ?? this.#allowances.get(ANY) ?? [];
    const exposed = known.find(([name]) => name === EXPOSE)?.[1];
    const own: Allowance = [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
      [EXPOSE, [...(exposed === undefined ? [] : [exposed]), ...OWN_HEADERS].join(', ')],
    ];
    const allowance = this.#allowsAll ? own : known;
    const isForAny = allowance.length === 0 || allowance[0]![1] === ANY;
    return isForAny ? allowance : [...allowance, ['Vary', 'Origin']];
  }

  #remember(origin: string, allowance: Allowance): void {
    this.#allowances.delete(origin);
    this.#allowances.set(origin, allowance);
    if (this.#allowances.size > MAX_ORIGINS) this.#allowances.delete(this.#allowances.keys().next().value!);
  }
}

import type { RateLimit } from '../../../lib/queueing/rate-time.ts';
import type { Admission, Gate } from '../contract/gate.ts';

/**
 * Lets a request through for each token; tokens come back at a steady rate. Its answers tell the rate in the RateLimit
 * headers of the IETF's draft.
 */
export class TokenBucket implements Gate {
  readonly #rate: RateLimit;
  readonly #clock: () => number;
  #tokens: number;
  #filledMs: number;

  constructor(rate: RateLimit, clock: () => number) {
    this.#rate = rate;
    this.#clock = clock;
    this.#tokens = rate.burst;
    this.#filledMs = clock();
  }

  admit(): Admission {
    this.#fill();
    const admitted = this.#tokens >= 1;
    if (admitted) this.#tokens -= 1;
    return { fault: 'rate', headers: this.#headers(), ...(!admitted && { refused: this.#refusal() }) };
  }

  #fill(): void {
    const now = this.#clock();
    const { perSecond, burst } = this.#rate;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledMs) / 1000) * perSecond);
    this.#filledMs = now;
  }

  #refusal(): NonNullable<Admission['refused']> {
    return { by: 'status', status: 429, retryAfterMs: ((1 - this.#tokens) / this.#rate.perSecond) * 1000 };
  }

  #headers(): Record<string, string> {
    const { perSecond, burst } = this.#rate;
    const untilFullSeconds = Math.ceil((burst - this.#tokens) / perSecond);
    return {
      'RateLimit-Policy': `"rate";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`,
      RateLimit: `"rate";r=${Math.floor(this.#tokens)};t=${untilFullSeconds}`,
    };
  }
}

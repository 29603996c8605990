import { hash } from './hash.ts';

/** A stream of uniform draws: `draw(n)` is in [0, 1) and is always the same for the same n. */
export type Draw = (n: number) => number;

/** What a stream of draws depends on, and nothing else: not the order in which requests arrive, not the time. */
export interface DrawKey {
  readonly seed: number;
  /** The server's label, such as `ERROR`. */
  readonly label: string;
  /** The fault that draws: each has a stream of its own, so that changing one fault leaves the others' draws alone. */
  readonly fault: string;
  /** `METHOD path`, such as `GET /flags/br/br.gif`. */
  readonly key: string;
  readonly attempt: number;
}

/**
 * The keyed draw: the first 53 bits of SHA-256 of `seed|label|fault|key|attempt|n`, divided by 2^53.
 * Any language with SHA-256 can make the same number. Test vector: seed 42, label `ERROR`, fault `delay`,
 * key `GET /flags/br/br.gif`, attempt 1, n 0 draws 0.9311377101558246.
 */
export function draw({ seed, label, fault, key, attempt }: DrawKey, n: number): number {
  const digest = hash('sha256', `${seed}|${label}|${fault}|${key}|${attempt}|${n}`, 'hex');
  // 53 bits are 13 hex digits and the first bit of the fourteenth.
  const high = Number.parseInt(digest.slice(0, 13), 16);
  const low = Number.parseInt(digest[13]!, 16) >> 3;
  return (high * 2 + low) / 2 ** 53;
}

import { type Draw, draw } from './draw.ts';

/** Gives the next number of a stream: uniform in [0, 1), with 53 random bits. */
export type Generator = () => number;

/** Rounds thrown away before the first number, so that the seed's bits have spread over the whole state. */
const WARM_UP = 12;

/**
 * A fast seeded stream for work that needs thousands of numbers, such as a bootstrap: sfc32, the 32-bit "small fast
 * chaotic" generator of Chris Doty-Humphrey (PractRand 0.93, 2014). Not for fates, which are drawn by key; not for secrets.
 *
 * @param seed the seed of the run
 * @param stream what the numbers are for: each name has a stream of its own
 */
export function generator(seed: number, stream: string): Generator {
  const next = sfc32((n) => draw({ seed, label: 'generator', fault: stream, key: '', attempt: 1 }, n));
  for (let round = 0; round < WARM_UP; round++) next();
  // 27 and 26 bits make the 53 of a double.
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

function sfc32(seeded: Draw): () => number {
  const word = (n: number) => Math.floor(seeded(n) * 2 ** 32) | 0;
  let a = word(0);
  let b = word(1);
  let c = word(2);
  let counter = 1;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum;
  };
}

import { hash } from '../../lib/chance/hash.ts';

/** What one round hashes: enough that the hashing, and not the call of it, is what takes the time. */
const BLOCK_BYTES = 4096;

/**
 * Computes: hashes a block again and again, each time with the digest of the round before in it. It holds the thread it
 * runs on until all is done.
 *
 * @returns the last digest, in hexadecimal digits
 */
export function hashRounds(rounds: number): string {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let round = 0; round < rounds; round++) block.set(hash('sha256', block, 'buffer'));
  return block.toString('hex', 0, 32);
}

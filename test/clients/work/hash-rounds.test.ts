import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashRounds } from '../../../clients/work/hash-rounds.ts';

describe('hashRounds', () => {
  it('hashes a block, each time with the digest of the round before in it', () => {
    const block = Buffer.alloc(4096);
    for (let round = 0; round < 3; round++) block.set(createHash('sha256').update(block).digest());
    expect(hashRounds(3)).toBe(block.toString('hex', 0, 32));
    expect(hashRounds(2)).not.toBe(hashRounds(3));
  });
});

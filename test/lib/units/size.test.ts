import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatSize, MAX_SIZE_BYTES, parseSize } from '../../../lib/units/size.ts';

describe('parseSize', () => {
  it.each([
    ['0B', 0],
    ['512B', 512],
    ['64KB', 65_536],
    ['64kb', 65_536],
    ['1.5 MB', 1_572_864],
    ['1GB', MAX_SIZE_BYTES],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '64', 'KB', '-1KB', '64KBps', '64 K B', '1e3B', '64KiB', 'NaNKB'])(
    'refuses %j and says what a size looks like',
    (text) => {
      const message = `"${text}" is not a size: give a number and a unit, such as 512B or 64KB`;
      expect(() => parseSize(text)).toThrow(new UsageError(message));
    },
  );

  it.each(['1.1GB', '1025MB', `${'9'.repeat(400)}B`])('refuses %j, which is over 1 GB', (text) => {
    expect(() => parseSize(text)).toThrow(new UsageError(`"${text}" is too large: the largest size is 1GB`));
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0B'],
    [1000, '1000B'],
    [1536, '1536B'],
    [65_536, '64KB'],
    [3 * 1024 ** 2, '3MB'],
    [MAX_SIZE_BYTES, '1GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('writes what parseSize reads back', () => {
    const sizes = fc.oneof(
      fc.integer({ min: 0, max: MAX_SIZE_BYTES }),
      fc.nat(1024 ** 2).map((kb) => kb * 1024),
    );
    fc.assert(
      fc.property(sizes, (bytes) => {
        expect(parseSize(formatSize(bytes))).toBe(bytes);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { checkRedisUrl, withoutPassword } from '../../../bench/agents/redis-address.ts';

describe('the address of a Redis', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@redis.example.org:6380/2'])('may be %s', (address) => {
    expect(checkRedisUrl(address)).toBe(address);
  });

  it.each(['127.0.0.1:6379', 'http://127.0.0.1', 'redis://', 'redis:secret@host', 'ftp://user:secret@host'])(
    'may not be %s, and what is said of it holds no password',
    (address) => {
      expect(() => checkRedisUrl(address)).toThrow(/is not the address of a Redis: give one such as redis:/);
      expect(() => checkRedisUrl(address)).toThrow(/^(?!.*secret)/);
    },
  );

  it.each([
    ['redis://:secret@host:6379', 'redis://:…@host:6379'],
    ['rediss://user:secret@host:6379/1?password=secret', 'rediss://user:…@host:6379/1'],
    ['redis://host', 'redis://host'],
  ])('is shown without its password: %s', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown);
  });
});

import { describe, expect, it } from 'vitest';
import { checkRedisUrl, withoutPassword } from '../../../bench/agents/redis/redis-address.ts';

describe('the address of a Redis', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@redis.example.org:6380/2'])('may be %s', (address) => {
    expect(checkRedisUrl(address)).toBe(address);
  });

  it.each([
    '127.0.0.1:6379',
    'http://127.0.0.1',
    'redis://',
    'redis:secret@host',
    'ftp://user:secret@host',
    'redis://127.0.0.1:6379/abc',
  ])('may not be %s, and what is said of it holds no password', (address) => {
    expect(() => checkRedisUrl(address)).toThrow(/is not the address of a Redis: give one such as redis:/);
    expect(() => checkRedisUrl(address)).toThrow(/^(?!.*secret)/);
  });

  it.each([
    'redis://:secret/more@127.0.0.1:17000',
    'redis://:top?secret here@127.0.0.1:17000',
    'redis://:secret#2@127.0.0.1:17000',
    'redis://:secret@2/more@127.0.0.1:17000',
    'redis://user/secret@127.0.0.1:17000',
    'redis://:se%secret@127.0.0.1:17000',
    'redis:secret/ more@127.0.0.1:17000',
  ])('may not be %s: of a password that ends too soon nothing is shown, and how to write it is said', (address) => {
    const hint = /…@127\.0\.0\.1:17000" is not .*are to be percent-encoded, \/ as %2F$/;
    expect(() => checkRedisUrl(address)).toThrow(hint);
    expect(() => checkRedisUrl(address)).toThrow(/^(?!.*(secret|user|more|here|top))/s);
  });

  it.each(['redis://:secret/more', 'redis://host:secret', 'redis:secret', 'secret', ':secret', 'host:12secret'])(
    'may not be %s, and nothing of it is shown that may be a password',
    (address) => {
      expect(() => checkRedisUrl(address)).toThrow(/^(?!.*(secret|more))/s);
    },
  );

  it('is shown where it is plainly a host', () => {
    expect(() => checkRedisUrl('127.0.0.1:6379')).toThrow(/^"127.0.0.1:6379" is not .* for TLS$/);
  });

  it.each([
    ['redis://secret@host', 'redis://…@host'],
    ['redis://:secret@host:6379', 'redis://:…@host:6379'],
    ['rediss://user:secret@host:6379/1?password=secret', 'rediss://user:…@host:6379/1'],
    ['redis://host', 'redis://host'],
  ])('is shown without its password: %s', (address, shown) => {
    expect(withoutPassword(address)).toBe(shown);
  });
});

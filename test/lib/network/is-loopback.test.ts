import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../lib/network/is-loopback.ts';

describe('isLoopback', () => {
  it.each([
    'localhost',
    'localhost.',
    'LocalHost',
    '127.0.0.1',
    '127.0.0.2',
    '127.255.255.254',
    '127.1',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]',
    '::ffff:127.255.0.9',
  ])('knows %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '192.168.1.5',
    '128.0.0.1',
    '12.7.0.1',
    '::2',
    '::ffff:192.168.1.5',
    '::ffff:128.0.0.1',
    '::7f00:1',
    'fe80::1%eth0',
    'localhost.example.org',
    'my.localhost',
    '127.0.0.1.example.org',
    '127.example.org',
    'localhost:8080',
    'example.org',
  ])('takes "%s" for none', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

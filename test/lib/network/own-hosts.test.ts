import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ownHosts } from '../../../lib/network/own-hosts.ts';

const addresses = Object.values(networkInterfaces()).flatMap((those) => those!.map(({ address }) => address));

describe('ownHosts', () => {
  it.each([
    'localhost',
    'LOCALHOST:9000',
    'localhost.',
    'localhost.:9000',
    '127.0.0.1:9000',
    '127.9.9.9',
    '[::1]:9000',
    '::1',
  ])('takes %s for a server on loopback', (header) => {
    expect(ownHosts({})(header)).toBe(true);
  });

  it.each([
    '',
    'evil.test',
    'evil.test:9000',
    'localhost.evil.test',
    'evil.test/localhost',
    'evil.test#localhost',
    'localhost@evil.test',
    'localhost/@evil.test',
    'localhost?.evil.test',
    'localhost\\.evil.test',
    'localhost evil.test',
    '192.168.1.5:9000',
    '0.0.0.0:9000',
    'localhost:x',
  ])('does not take %s for it', (header) => {
    expect(ownHosts({})(header)).toBe(false);
  });

  it('takes the address that is listened on, however it is written', () => {
    const isOwn = ownHosts({ host: '2001:DB8::5' });
    for (const header of ['[2001:db8::5]:9000', '[2001:db8:0:0::5]', 'localhost']) expect(isOwn(header)).toBe(true);
    expect(isOwn('[2001:db8::6]')).toBe(false);
  });

  it.each(['0.0.0.0', '::'])('takes all addresses and the name of the machine on %s', (host) => {
    const isOwn = ownHosts({ host });
    for (const address of addresses.filter((one) => !one.includes('%'))) {
      expect(isOwn(address.includes(':') ? `[${address}]:9000` : `${address}:9000`)).toBe(true);
    }
    expect(isOwn(`${hostname()}:9000`)).toBe(true);
    expect(isOwn('evil.test')).toBe(false);
  });

  it('takes what it is allowed to besides, or anything', () => {
    const isOwn = ownHosts({ allowHosts: ['Shop.Example', '10.0.0.7'] });
    for (const header of ['shop.example:81', 'SHOP.EXAMPLE', '10.0.0.7:9000', 'localhost']) {
      expect(isOwn(header)).toBe(true);
    }
    expect(isOwn('other.example')).toBe(false);
    expect(ownHosts({ allowHosts: ['*'] })('evil.test')).toBe(true);
  });
});

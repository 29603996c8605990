import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { rememberLookups } from '../../../clients/item/remember-lookups.ts';

function countedLookup() {
  const asked: string[] = [];
  const ask: LookupFunction = (hostname, options, callback) => {
    asked.push(hostname);
    lookup(hostname, options, callback);
  };
  const remembering = rememberLookups(ask);
  const addresses = (hostname: string) =>
    new Promise((resolve, reject) => {
      remembering(hostname, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)));
    });
  return { asked, addresses };
}

describe('rememberLookups', () => {
  it('asks once for a name, however many connections want it at once or later', async () => {
    const { asked, addresses } = countedLookup();
    const [first, second] = await Promise.all([addresses('localhost'), addresses('localhost')]);
    expect(first).toContainEqual({ address: '127.0.0.1', family: 4 });
    expect([second, await addresses('localhost')]).toEqual([first, first]);
    expect(asked).toEqual(['localhost']);
  });

  it('asks again after a failure', async () => {
    const { asked, addresses } = countedLookup();
    await expect(addresses('no-such-name.invalid')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
    await expect(addresses('no-such-name.invalid')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
    expect(asked).toHaveLength(2);
  });
});

import { expect, it } from 'vitest';
import { namesUnder, SHORT_KEYWORDS } from '../../../clients/domains/names-under.ts';
import { parseResolverAddress } from '../../../clients/domains/resolver-address.ts';

it('makes names of the 18 keywords that the book probes', () => {
  expect(SHORT_KEYWORDS).toHaveLength(18);
  const names = namesUnder('.COM.BR');
  expect([names[0], names.at(-1)]).toEqual(['and.com.br', 'with.com.br']);
  expect(namesUnder('dev', ['IF', 'a.b'])).toEqual(['if.dev', 'a.b.dev']);
  expect(() => namesUnder('dev', [''])).toThrow('"" is no domain name');
});

it.each([
  ['127.0.0.1:5300', '127.0.0.1', 5300],
  ['127.0.0.1', '127.0.0.1', 53],
  ['localhost:5300', 'localhost', 5300],
  ['[::1]:5300', '::1', 5300],
  ['[::1]', '::1', 53],
  ['::1', '::1', 53],
  ['dns://localhost:5300', 'localhost', 5300],
])('%s is the address of a resolver', (text, host, port) => {
  expect(parseResolverAddress(text)).toEqual({ host, port });
});

it.each(['', ':5300', '127.0.0.1:', '127.0.0.1:0', '127.0.0.1:65536', '[::z]:53', '[1.2.3.4]:53', 'http://x', 'a b'])(
  '%j is none',
  (text) => {
    expect(() => parseResolverAddress(text)).toThrow(
      `${JSON.stringify(text)} is no address of a resolver: give HOST:PORT, such as 127.0.0.1:5300 or [::1]:5300`,
    );
  },
);

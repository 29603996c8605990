import { expect, it } from 'vitest';
import { domainName } from '../../../clients/domains/domain-name.ts';
import { namesUnder, SHORT_KEYWORDS } from '../../../clients/domains/names-under.ts';
import { parseResolverAddress } from '../../../clients/domains/resolver-address.ts';

const LONGEST_PART = 'a'.repeat(63);
const LONGEST = `${`${LONGEST_PART}.`.repeat(3)}${'a'.repeat(61)}`;

it.each([
  ['COM.BR', 'com.br'],
  ['.com.br', 'com.br'],
  ['com.br.', 'com.br'],
  ['_dmarc.if-else.dev', '_dmarc.if-else.dev'],
  ['Straße.DE', 'straße.de'],
  ['pri\u200bvate.dev', 'private.dev'],
  [`.${LONGEST}.`, LONGEST],
])('%j is the name %s', (text, name) => {
  expect(domainName(text)).toBe(name);
});

it.each([
  ['', '"" is no domain name: give one such as com.br'],
  ['.', '"." is no domain name: give one such as com.br'],
  ['if..dev', '"if..dev" has an empty part: each part of a domain name has at least one character'],
  ['..dev', '"..dev" has an empty part'],
  [`a${LONGEST}`, `"${`a${LONGEST}`.slice(0, 40)}…" has 254 characters: a domain name has at most 253`],
  [`b${LONGEST_PART}.dev`, 'has a part of 64 characters: a part of a domain name has at most 63'],
  [`ü${LONGEST_PART.slice(4)}.dev`, 'has a part of 67 characters'],
  ['if\n.dev', '"if\\n.dev" is no domain name: one has letters, digits, hyphens, and dots between its parts'],
  ['if\u0000.dev', '"if\\u0000.dev" is no domain name'],
  ['if.dev\u202e', 'is no domain name'],
  ['https://if.dev', '"https://if.dev" is no domain name'],
  ['if dev', '"if dev" is no domain name'],
  ['if\\.dev', '"if\\\\.dev" is no domain name'],
])('%j is none', (text, message) => {
  expect(() => domainName(text)).toThrow(message);
});

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

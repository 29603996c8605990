import { expect, it } from 'vitest';
import { asciiName, domainName } from '../../../lib/network/domain-name.ts';

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

it('has a form of ASCII alone, in which it is asked for', () => {
  expect(['Bücher.DEV', 'if.dev', 'xn--bcher-kva.dev'].map(asciiName)).toEqual([
    'xn--bcher-kva.dev',
    'if.dev',
    'xn--bcher-kva.dev',
  ]);
});

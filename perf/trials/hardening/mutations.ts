import type { Generator } from '../../../lib/chance/generator.ts';

/** What the ports of a lab understand, by the kind of port. */
export const SEEDS = {
  flags: [
    'GET /flags/br/br.gif HTTP/1.1\r\nHost: localhost\r\nX-Lab-Run: red\r\n\r\n',
    'GET /run/red/flags/ HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n',
    'HEAD /flags/fr/metadata.json HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
    'POST /echo HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: a\r\nContent-Length: 5\r\n\r\nhello',
    'PUT /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\nAccess-Control-Request-Method: PUT\r\n\r\n',
    'GET /flags/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x85\x00\x00\x00\x00hello',
  ],
  control: [
    'GET /api/servers HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /api/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n',
    'PUT /api/servers/LIMITED/faults HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 34\r\n\r\n{"faults":["status=503,path=/a"]}\n',
    'POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"name":"red"}',
    'POST /api/runs/run-1/stop HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    'DELETE /api/servers/LIMITED/faults/status%231 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ],
  search: [
    'GET /search?q=cat+face&start=0&stop=5 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ],
  finder: ['cat face\r\n', 'digit\r\nsun\r\n', '\xff\xf4\xff\xfd\x06', '\x04', 'chess black\n'],
  names: [
    // Asks for the address of is.dev; behind its length, as over TCP.
    '\x00\x18\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x02is\x03dev\x00\x00\x01\x00\x01',
  ],
} as const;

/** A kind of port. */
export type PortKind = keyof typeof SEEDS;

/** Texts that mean something to a parser. */
const SPECIALS = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '\xff',
  ': ',
  '%',
  '../',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Host: evil.test\r\n',
  '{"',
  '[[[[',
  '0\r\n\r\n',
  'GET ',
  '\xc0\x0c',
  '-1',
  '99999999999999999999',
  'A'.repeat(5000),
];

/** One or two of the texts of a kind, up to four places of which are cut, doubled, flipped or filled with something else. */
export function mutated(kind: PortKind, next: Generator): Buffer {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!;
  let text = pick(SEEDS[kind]) + (next() < 0.2 ? pick(SEEDS[kind]) : '');
  for (let edits = Math.floor(next() * 5); edits > 0; edits--) {
    const at = Math.floor(next() * (text.length + 1));
    const end = at + Math.floor(next() * 8);
    const edit = pick([
      () => text.slice(0, at) + text.slice(end),
      () => text.slice(0, end) + text.slice(at),
      () => text.slice(0, at) + pick(SPECIALS) + text.slice(at),
      () => text.slice(0, at) + String.fromCharCode(Math.floor(next() * 256)) + text.slice(at + 1),
      () => text.slice(0, at) + pick(SEEDS[pick(Object.keys(SEEDS) as PortKind[])]) + text.slice(at),
    ]);
    text = edit();
  }
  return Buffer.from(text, 'latin1');
}

import { describe, expect, it } from 'vitest';
import type { CannedAnswer, Respond } from '../../../servers/answers/answer.ts';
import { ChunkFraming } from '../../../servers/faults/answer/chunk-framing.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';

/** What comes over the wire of an answer that is cut, and what is recorded of it. */
async function cut(fault: string, respond: Respond | CannedAnswer, request = getAndClose('/')) {
  await using lab = await startLab({ API: { faults: [fault], respond } });
  const { port } = lab.server('API');
  const { text, ending } = await rawAnswer(port, request.replace(' / ', ' /a '));
  const [headers, body] = text.split('\r\n\r\n', 2);
  const [{ faults, bytes, ending: recorded } = {} as never] = await lab.records('API');
  return { headers, body, ending, record: { faults, bytes, ending: recorded } };
}

const TEN: CannedAnswer = { body: '0123456789' };

/** The same in a chunk. */
const IN_CHUNKS: Respond = () => new Response('0123456789');

describe.each([
  ['truncate', 'truncate', 'end'],
  ['reset', 'reset,at=body', 'ECONNRESET'],
] as const)('a body that meets %s', (name, fault, ending) => {
  it.each([
    ['', '01234'],
    [',after=3B', '012'],
    [',after=10B', '012345678'],
    [',after=8KB', '012345678'],
  ])('of a known length is cut%s at %j', async (after, body) => {
    const came = await cut(fault + after, TEN);
    expect(came).toMatchObject({ ending, record: { faults: [name], ending: 'reset' } });
    expect(came.headers).toContain('content-length: 10');
    // What has been sent may be lost when the connection is reset right after.
    if (name === 'truncate') expect(came.body).toBe(body);
    expect(body.startsWith(came.body ?? '')).toBe(true);
    expect(came.record.bytes).toBe(body.length);
  });

  it.each([
    ['', 'a\r\n01234', 5],
    [',after=8B', 'a\r\n01234567', 8],
    [',after=8KB', 'a\r\n0123456789\r\n', 10],
  ] as const)('in chunks is cut%s at %j, and its framing not counted', async (after, body, bytes) => {
    const came = await cut(fault + after, IN_CHUNKS);
    expect(came).toMatchObject({ ending, record: { faults: [name], ending: 'reset', bytes } });
    if (name === 'truncate') expect(came.body).toBe(body);
  });

  it.each([
    ['a HEAD', TEN, getAndClose('/').replace('GET', 'HEAD')],
    ['status 204', { status: 204 }, getAndClose('/')],
    ['status 304', { status: 304, headers: { ETag: '"a"' } }, getAndClose('/')],
    ['an empty body', { body: '' }, getAndClose('/')],
  ])('and is none, as that of %s, has its headers cut', async (_what, respond: CannedAnswer, request) => {
    const came = await cut(fault, respond, request);
    expect(came).toMatchObject({ body: undefined, ending, record: { faults: [name], ending: 'reset', bytes: 0 } });
    if (name === 'truncate') expect(came.headers).toMatch(/^HTTP\/1\.1 /);
  });

  it('and is none has no number of its headers cut into another', async () => {
    if (name !== 'truncate') return;
    const lengths = new Set<string | undefined>();
    for (let filler = 0; filler < 16; filler++) {
      const respond: CannedAnswer = {
        status: 204,
        headers: { 'X-Filler': 'x'.repeat(filler), 'X-Number': '1234567890'.repeat(8) },
      };
      const { headers = '' } = await cut(fault, respond);
      lengths.add(/x-number: *(\d*)$/i.exec(headers)?.[1]);
    }
    expect([...lengths]).not.toContainEqual(expect.stringMatching(/^\d{1,79}$/));
  });

  it('that ends with its connection is cut amid what comes first', async () => {
    const came = await cut(fault, IN_CHUNKS, 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n');
    expect(came).toMatchObject({ ending, record: { ending: 'reset', bytes: 5 } });
  });
});

it('tells the data of chunks from their framing, in pieces of any size', () => {
  const body = Buffer.from('a;x=1\r\n0123456789\r\n3\r\n0\r\n\r\n0\r\nX: 1\r\n\r\n');
  for (let size = 1; size <= body.length; size++) {
    const framing = new ChunkFraming();
    const starts = Array.from({ length: Math.ceil(body.length / size) }, (_, i) => i * size);
    const pieces = starts.flatMap((at) => [...framing.piecesOf(body.subarray(at, at + size))]);
    const data = Buffer.concat(pieces.filter(({ isData }) => isData).map(({ bytes }) => bytes));
    expect(data.toString()).toBe('01234567890\r\n');
    expect(Buffer.concat(pieces.map(({ bytes }) => bytes))).toEqual(body);
    expect(pieces.flatMap((piece) => piece.size ?? [])).toEqual([10, 3, 0]);
  }
});

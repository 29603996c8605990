import { readdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DownloadOptions } from '../../../clients/download/download.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { strategy } from '../../../clients/strategies.ts';
import { collect } from '../../helpers/collect.ts';
import { type Answer, first, flag, startServer, status } from '../../helpers/raw/http-server.ts';
import { always, startRawTarget, urlOfNobody } from '../../helpers/raw/raw-target.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Downloads flags over one connection. */
function download(origin: string, codes = ['BR'], options: Partial<DownloadOptions> = {}): Promise<Outcome[]> {
  const given = { baseUrl: `${origin}/flags`, timeoutMs: 60_000, ...options };
  return collect(strategy('sequential').download(codes, given));
}

function answer(head: string, body = 'GIF89a'): string {
  return `HTTP/1.1 ${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

describe('an answer that is no flag', () => {
  it.each([
    ['empty', answer('200 OK', ''), 200, 'empty answer (status 200)'],
    ['a 204', 'HTTP/1.1 204 No Content\r\n\r\n', 204, 'empty answer (status 204)'],
    [
      'a part',
      'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-2/6\r\nContent-Length: 3\r\n\r\nGIF',
      206,
      'part of an answer (status 206)',
    ],
    ['gzip', answer('200 OK\r\ncontent-encoding: gzip'), 200, 'answer encoded as gzip, which nobody asked for'],
    [
      'twice encoded',
      answer('200 OK\r\ncontent-encoding: br\r\ncontent-encoding: gzip'),
      200,
      'answer encoded as br, gzip, which nobody asked for',
    ],
    ['a page', answer('200 OK\r\ncontent-type: text/html; charset=utf-8'), 200, 'text/html instead of a flag'],
    [
      'JSON',
      answer('200 OK\r\ncontent-type: application/problem+json'),
      200,
      'application/problem+json instead of a flag',
    ],
    ['a page without a type', answer('200 OK', '<!doctype html><p>Sign in'), 200, 'not a GIF image'],
    ['shorter than any image', answer('200 OK', 'GIF89'), 200, 'not a GIF image'],
  ])('is an error that says so, and nothing is saved: %s', async (_, bytes, code, reason) => {
    await using target = await startRawTarget(always(bytes));
    await using folder = await temporaryFolder();
    const [outcome] = await download(target.url, ['BR'], { outDir: folder.path });
    expect(outcome).toMatchObject({ kind: 'httpError', status: code, reason, file: undefined });
    expect(outcome!.error).toBe(`GET ${target.url}/flags/br/br.gif: ${reason}`);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is one too where nothing is saved', async () => {
    await using target = await startRawTarget(always(answer('200 OK', '<html>')));
    expect(await download(target.url)).toMatchObject([{ kind: 'httpError', reason: 'not a GIF image', bytes: 6 }]);
  });

  it.each(['GIF87a', 'GIF89a'])('is none that begins with %s, though its bytes come one by one', async (body) => {
    await using target = await startRawTarget(async (socket, received) => {
      if (!received.endsWith('\r\n\r\n')) return;
      for (const piece of [answer('200 OK', body).slice(0, -body.length), ...body]) {
        socket.write(piece);
        await nextTurn();
      }
    });
    expect(await download(target.url)).toMatchObject([{ kind: 'ok', bytes: 6 }]);
  });

  it('is known by what was asked for, not by what a redirect leads to', async () => {
    const page: Answer = (_request, response) => response.end('<html>');
    await using server = await startServer({
      '/flags/br/br.gif': status(302, { location: '/sign-in' }),
      '/sign-in': page,
    });
    expect(await download(server.origin)).toMatchObject([{ kind: 'httpError', reason: 'not a GIF image' }]);
  });

  it('is not asked for again, for it would be the same', async () => {
    await using target = await startRawTarget(always(answer('200 OK', '')));
    expect(await download(target.url, ['BR'], { retries: 3, timeScale: 0 })).toMatchObject([{ requests: 1 }]);
  });

  it.each(['identity', 'Identity', ''])('is not one encoded as "%s", which is not encoded', async (encoding) => {
    await using target = await startRawTarget(always(answer(`200 OK\r\ncontent-encoding: ${encoding}`)));
    expect(await download(target.url)).toMatchObject([{ kind: 'ok', bytes: 6 }]);
  });
});

describe('informational answers', () => {
  const before = [
    'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
  ];

  it.each([
    ['in one piece', [[...before, answer('200 OK')].join('')]],
    ['each in a piece of its own', [...before, before[1]!, answer('200 OK')]],
    [
      'with a head that comes in two pieces',
      [before[0]!.slice(0, 30), before[0]!.slice(30) + before[1], answer('200 OK')],
    ],
  ])('may come before the answer, whose status counts: %s', async (_, pieces) => {
    await using target = await startRawTarget(async (socket, received) => {
      if (!received.endsWith('\r\n\r\n')) return;
      for (const piece of pieces) {
        socket.write(piece);
        await nextTurn();
      }
    });
    const outcomes = await download(target.url, ['BR', 'FR']);
    expect(outcomes).toMatchObject(Array(2).fill({ kind: 'ok', status: 200, bytes: 6 }));
    expect(target.sockets).toHaveLength(1);
  });
});

describe('the reason of an error', () => {
  it.each([
    ['refuses', undefined, 'connection refused'],
    ['speaks something else', 'hello\r\n\r\n', 'not an HTTP answer'],
    ['answers with a status under 100', answer('099 Odd'), 'not an HTTP answer'],
    ['answers with a status of four digits', answer('1000 Odd'), 'not an HTTP answer'],
    ['answers with a status that is no number', answer('fine'), 'not an HTTP answer'],
    ['has a Content-Length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n', 'not an HTTP answer'],
  ])('is in few words, without the address, when a server %s', async (_, bytes, reason) => {
    await using target = await startRawTarget(bytes === undefined ? undefined : always(bytes));
    const url = bytes === undefined ? await urlOfNobody() : target.url;
    const error = `GET ${url}/flags/br/br.gif: ${reason}`;
    expect(await download(url)).toMatchObject([{ kind: 'networkError', reason, error }]);
  });

  it('is that of the last attempt, and absent where there is no error', async () => {
    await using server = await startServer({
      '/flags/br/br.gif': first(1, status(503), status(418)),
      '/flags/fr/fr.gif': first(1, status(503), flag),
      '/flags/zz/zz.gif': status(404),
    });
    const outcomes = await download(server.origin, ['BR', 'FR', 'ZZ'], { retries: 1, timeScale: 0 });
    expect(outcomes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['httpError', 'status 418'],
      ['ok', undefined],
      ['notFound', undefined],
    ]);
  });
});

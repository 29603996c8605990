import { describe, expect, it } from 'vitest';
import { faultInWords } from '../../../servers/faults/format-profile.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

describe('a fault in words', () => {
  it.each([
    ['hang@1%', 'With 1 % of requests it never answers.'],
    ['reset', 'It breaks the connection off half-way through the headers.'],
    ['reset@0.05%,at=connect', 'With 0.05 % of requests it breaks the connection off as soon as the request is in.'],
    ['reset,at=body', 'It breaks the connection off half-way through the body.'],
    ['reset,at=body,after=8KB', 'It breaks the connection off after 8 KB of the body.'],
    ['garbage', 'It answers with bytes that are not HTTP.'],
    ['travel=300ms', 'It is far away: the way there and back takes 300 ms.'],
    ['rate=1/s', 'It lets 1 request a second through, and answers the others with 429.'],
    [
      'rate=50/s,burst=10',
      'It lets 50 requests a second through, 10 of them at once after a pause, and answers the others with 429.',
    ],
    [
      'capacity=8,service=80ms',
      'It serves 8 requests at once, each for 80 ms; 32 more may wait, and the others get 503.',
    ],
    [
      'capacity=1,queue=0,shed=hang,contention=0.1',
      'It serves 1 request at once, each for 100 ms, and longer the more there are; no more may wait, and the others are never answered.',
    ],
    ['delay=uniform:0.5s..5s', 'It waits 500 ms to 5 s before it answers.'],
    [
      'delay=normal:200ms,50ms',
      'It waits about 200 ms (two thirds of the times within 50 ms of it) before it answers.',
    ],
    [
      'delay=lognormal:200ms,p99=2s',
      'It waits mostly about 200 ms (once in a hundred times 2 s or more) before it answers.',
    ],
    [
      'delay=exponential:1s',
      'It waits 1 s on average (often less, now and then several times as much) before it answers.',
    ],
    [
      'delay=percentiles:p50=80ms,p99=2s',
      'It waits at most 80 ms in 50 % of cases, at most 2 s in 99 % before it answers.',
    ],
    ['delay=list:10ms@2,1s@1', 'It waits 10 ms in 66.7 % of cases, 1 s in 33.3 % before it answers.'],
    ['status=418@25%', 'With 25 % of requests it answers with 418 instead of what was asked for.'],
    [
      'status=503,retry-after=date:2s,fail-fast',
      'It answers at once with 503 instead of what was asked for, and says to come again after 2 s.',
    ],
    ['slow-headers=2s', 'It takes 2 s to send the headers of an answer.'],
    ['throttle=64KB/s', 'It sends the body of an answer at 64 KB a second.'],
    ['throttle=1MB/s,toward=server', 'It reads the body of a request at 1.0 MB a second.'],
    ['truncate@5%', 'With 5 % of requests it closes the connection half-way through the body.'],
    [
      'hang,path=/v1/pay*,method=POST,first=2',
      'It never answers; only for POST, at /v1/pay* and for the first 2 attempts at each key.',
    ],
    [
      'hang,if-header=x-tenant:acme,every=3',
      'It never answers; only with the header x-tenant:acme and for one in 3 attempts at each key.',
    ],
  ])('says %s', (text, words) => {
    expect(parseProfile([text]).map(faultInWords)).toEqual([words]);
  });
});

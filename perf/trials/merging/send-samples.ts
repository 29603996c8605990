// A process of the trial of merged records: sends the outcomes of one share as an agent does.
//   node perf/trials/merging/send-samples.ts REDIS KEY RECORDS
import { Redis } from 'ioredis';
import { sendSamples } from '../../../bench/agents/sample-stream.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { draw } from '../../../lib/chance/draw.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';

const [, , url = '', key = '', records = '0'] = process.argv;
const redis = new Redis(url);
await sendSamples(redis, key, outcomes(Number(records)));
await redis.quit();

/** Items as a client ends them, one each millisecond, whose times the draws decide. */
function* outcomes(count: number): Generator<Outcome> {
  const codes = countryCodes();
  const from = { seed: 42, label: 'trial', fault: 'delay', key, attempt: 1 };
  for (let i = 0; i < count; i++) {
    const tookMs = 500 * draw(from, i);
    const endedMs = i + tookMs / 1000;
    const code = codes[i % codes.length]!;
    const times = { startedMs: endedMs - tookMs, firstByteMs: endedMs - 0.4, endedMs };
    yield { code, kind: 'ok', status: 200, bytes: 15_745, requests: 1, ...times, error: undefined, file: undefined };
  }
}

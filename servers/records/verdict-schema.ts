import { z } from 'zod';
import { TOO_SHORT_MS } from '../../lib/queueing/too-short-ms.ts';

const ABSENT = `absent under ${TOO_SHORT_MS / 1000} s`;

/** The schema of what a verdict says of the waits before retries. */
const backOffSchema = z.strictObject({
  waits: z.int().describe('Retries: requests that came after the end of a failed one of their key.'),
  minMs: z.number(),
  medianMs: z.number(),
  growing: z
    .boolean()
    .optional()
    .describe('Whether the waits between attempts at a key grow; absent where they cannot tell.'),
});

/** The schema of what became of each request. Together they are all requests. */
const answersSchema = z.strictObject({
  statuses: z
    .record(z.string(), z.int())
    .describe('How many whole answers had which status; where there is none, under answered.'),
  truncated: z.int().describe('Broken off within the body.'),
  reset: z.int().describe('Broken off by a reset.'),
  garbage: z.int().describe('Answered with what is not HTTP.'),
  givenUp: z.int().describe('Given up by the client before the answer was whole.'),
  hung: z.int().describe('Never to be answered, whether or not the client still waits.'),
  open: z.int().describe('Still waiting for their answer.'),
});

/** The schema of a change of a server's faults. */
const faultChangeSchema = z.strictObject({
  atMs: z.number(),
  faults: z.string().describe('Those from then on, as text.'),
});

/** The schema of what a server saw of a client in one run. */
export const verdictSchema = z.strictObject({
  label: z.string().describe('Which server.'),
  run: z.string().optional().describe('The name of the run, where its requests gave one and all the same.'),
  requests: z.int().describe('All that came.'),
  keys: z.int().describe('Different keys asked for; those of each run apart.'),
  failed: z
    .int()
    .describe(
      'Requests that were broken off, given up, left hanging, or answered with 408, 429, 500 and more, or an injected error.',
    ),
  retries: z.int().describe('Requests that came after the end of a failed one of their key.'),
  repeats: z.int().describe('Requests for a key that was asked for before and had not failed.'),
  amplification: z.number().describe('Requests for each that is no retry: 1 for a client that never retries.'),
  maxAttempts: z.int().describe('The most attempts at one thing: a request and its retries.'),
  answers: answersSchema.describe('What became of each of them.'),
  ok: z.int().describe('Answered whole with a status below 400.'),
  shed: z.int().describe('Turned away by a limit of capacity or rate.'),
  faulted: z.int().describe('Touched by any fault.'),
  clientGone: z.int().describe('Given up by the client before the answer, those that hung among them.'),
  throughputPerSecond: z.number().optional().describe(`Answered requests a second; ${ABSENT}.`),
  goodputPerSecond: z.number().optional().describe(`Ok answers a second; ${ABSENT}.`),
  makespanMs: z.number().describe('From the first arrival to the last ending; to the verdict while some are open.'),
  peakInFlight: z
    .int()
    .optional()
    .describe('Requests in flight at once, at most; absent where nothing waits, so that none can be seen in flight.'),
  meanInFlight: z.number().optional().describe('The same on average; absent where nothing waits.'),
  connections: z.int().describe('Connections that brought requests.'),
  peakConnections: z.int().describe('Open connections at once, at most, of those that brought requests.'),
  requestsPerConnection: z.number().describe('Requests for each connection, on average.'),
  idealMs: z.number().describe('The shortest time in which the observed peak of slots could have given these answers.'),
  efficiency: z.number().optional().describe('Ideal time / makespan; absent where that cannot be said.'),
  efficiencyWithheld: z.string().optional().describe('Why there is no efficiency.'),
  backOff: backOffSchema.optional().describe('How the client waited before its retries; absent where there were none.'),
  retryAfter: z
    .strictObject({ obeyed: z.int(), violated: z.int() })
    .describe('Retries of answers with Retry-After: how many waited so long, how many did not.'),
  wastedMs: z.number().describe('Time spent on serving requests whose client had gone before the answer.'),
  duplicateWrites: z
    .int()
    .optional()
    .describe(
      'POST and PATCH requests to /echo that did what one before had done: same body, and no Idempotency-Key. Absent where others were answered: what they did is not known.',
    ),
  faultChanges: z
    .array(faultChangeSchema)
    .describe('How the faults changed between the first request and the last, by the time since the first.'),
  dropped: z.int().describe('Requests of the server that are no longer remembered; all figures are without them.'),
});

/**
 * How a client waited before its retries: from the end of a failed attempt to the arrival of the next, in milliseconds.
 *
 * @example
 * ```ts
 * import { type BackOff, sleep, startLab } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503'] } });
 * const ask = () => fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * await ask();
 * await sleep(20);
 * await ask();
 * const backOff: BackOff | undefined = (await lab.verdict('ERROR')).backOff;
 * console.log(backOff?.waits, backOff!.minMs >= 20); // 1 true
 * ```
 */
export type BackOff = Readonly<z.infer<typeof backOffSchema>>;

/**
 * A change of a server's faults, by the milliseconds since its run began; in a verdict, since the first request.
 *
 * @example
 * ```ts
 * import { type FaultChange, startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const ask = () => fetch(`${lab.url('LOCAL')}/flags/br/br.gif`);
 * await ask();
 * await lab.server('LOCAL').setFaults(['status=503']);
 * await ask();
 * const changes: readonly FaultChange[] = (await lab.verdict('LOCAL')).faultChanges;
 * console.log(changes.map(({ faults }) => faults)); // [ 'status=503@100%' ]
 * ```
 */
export type FaultChange = Readonly<z.infer<typeof faultChangeSchema>>;

/**
 * What a server saw of a client in one run: any client, in any language.
 *
 * @example
 * ```ts
 * import { startLab, type Verdict } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * const ask = () => fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * console.log((await ask()).status, (await ask()).status); // 503 200
 * const { requests, keys, amplification, ok }: Verdict = await lab.verdict('ERROR');
 * console.log(`${requests} requests, ${keys} key: ${amplification} each; ${ok} ok`); // 2 requests, 1 key: 2 each; 1 ok
 * ```
 */
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;

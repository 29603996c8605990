import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import { bodyOf } from '../../http/send-body.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { HEADER_LINE, headerOf } from '../contract/header-line.ts';
import { count, duration, flag, lines, share, word } from '../contract/text-values.ts';
import { SHARE_DEFAULTS, shareSchema } from './share.ts';

const MAX_BODY_LENGTH = 65_536;
const MAX_HEADERS = 20;
const MAX_HEADER_LENGTH = 4096;

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;[\x20-\x7e]*)?$/;

/** What follows from the body, or is said by an option of its own. */
const NOT_GIVEN = /^(content-length|content-type|transfer-encoding)$/i;

const answerHeader = lazySchema((z) =>
  z
    .string()
    .max(MAX_HEADER_LENGTH)
    .regex(HEADER_LINE, 'give a name and a value, such as x-request-id: 7')
    .refine((line) => !NOT_GIVEN.test(headerOf(line)?.[0] ?? ''), 'the body says its length, and type= what it is'),
);

const defaults = { ...SHARE_DEFAULTS, failFast: false };

const schema = lazySchema((z) =>
  faultSchema(z, 'status', {
    status: z.int().min(200).max(599),
    rate: shareSchema(z),
    /** Sent as Retry-After, rounded up to whole seconds as the header demands. */
    retryAfterMs: durationSchema(z).optional(),
    /** The same, sent as the date at which that time is over. */
    retryAfterDateMs: durationSchema(z).optional(),
    body: z.string().max(MAX_BODY_LENGTH).optional(),
    /** The body's Content-Type. */
    type: z.string().max(MAX_HEADER_LENGTH).regex(MEDIA_TYPE, 'give a media type, such as text/html').optional(),
    /** Headers of the answer, each as `Name: value`. */
    answerHeaders: z.array(answerHeader(z)).min(1).max(MAX_HEADERS).optional(),
    /** Answers at once instead of after the delay. */
    failFast: z.boolean().default(defaults.failFast),
  }).superRefine(({ status, retryAfterMs, retryAfterDateMs, body, type }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (retryAfterMs !== undefined && retryAfterDateMs !== undefined)
      refuse('retryAfterDateMs', 'give one retry-after');
    if (body !== undefined && body !== bodyOf(status, body))
      refuse('body', `an answer with the status ${status} has none`);
    if (type !== undefined && body === undefined) refuse('type', 'it is that of a body, so give body= too');
  }),
);

type StatusSpec = Read<typeof schema>;

/** Answers with a status instead of the file. */
export const status: FaultKind<StatusSpec> = {
  name: 'status',
  stage: 'status',
  summary: 'answers with a status instead of the file',
  words: ({ status, retryAfterMs, retryAfterDateMs = retryAfterMs, failFast }) => {
    const atOnce = failFast ? ' at once' : '';
    const later =
      retryAfterDateMs === undefined ? '' : `, and says to come again after ${shortDuration(retryAfterDateMs)}`;
    return `answers${atOnce} with ${status} instead of what was asked for${later}`;
  },
  example: 'status=418@25%',
  clientSees: 'that status; curl exits 0, or with --fail (22)',
  schema,
  defaults,
  text: {
    needs: 'it needs a status and a share',
    head: [
      { mark: '=', field: 'status', value: count },
      { mark: '@', field: 'rate', value: share },
    ],
    help: { '=418@25%': 'the status, and the share of requests that get it' },
    options: [
      {
        name: 'retry-after',
        field: 'retryAfterMs',
        value: duration,
        help: { 'retry-after=2s': 'sends Retry-After, rounded up to whole seconds' },
      },
      {
        name: 'retry-after',
        field: 'retryAfterDateMs',
        prefix: 'date:',
        value: duration,
        help: { 'retry-after=date:2s': 'the same as a date' },
      },
      {
        name: 'fail-fast',
        field: 'failFast',
        value: flag,
        help: { 'fail-fast': 'answers at once instead of after the delay' },
      },
      {
        name: 'body',
        field: 'body',
        value: word,
        help: { 'body="{}"': 'what the answer says; body=@FILE reads it from a file, on the command line only' },
      },
      {
        name: 'type',
        field: 'type',
        value: word,
        help: { 'type=text/html': 'its Content-Type; without it JSON where it is that, else plain text' },
      },
      {
        name: 'answer-header',
        field: 'answerHeaders',
        isList: true,
        value: lines,
        help: { 'answer-header="x-id: 7"': 'a header of the answer (repeatable); @FILE has one in each line' },
      },
    ],
  },
  otherWords: { servfail: 'status=503' },
  decide(spec, { draw, fate }) {
    if (draw(0) >= spec.rate) return undefined;
    const answer = answerOf(spec);
    if (!spec.failFast) return answer;
    return { ...answer, delayMs: 0, faults: fate.faults.filter((name) => name !== 'delay') };
  },
};

/** What is answered. Of two faults that touch a request, all of it is the later one's. */
function answerOf({ status, retryAfterMs, retryAfterDateMs, body, type, answerHeaders: headers = [] }: StatusSpec) {
  const hasOwn = body !== undefined || headers.length > 0;
  return {
    status,
    retryAfterMs: retryAfterDateMs ?? retryAfterMs,
    retryAfterIsDate: retryAfterDateMs === undefined ? undefined : true,
    injected: hasOwn ? { body, type, headers } : undefined,
  };
}

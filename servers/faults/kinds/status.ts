import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import { formatPercent, parsePercent } from '../../../lib/units/percent.ts';
import type { FaultKind } from '../contract/fault-kind.ts';

const schema = z.strictObject({
  fault: z.literal('status'),
  status: z.int().min(200).max(599),
  rate: z.number().min(0).max(1),
  /** Sent as Retry-After, rounded up to whole seconds as the header demands. */
  retryAfterMs: durationSchema.optional(),
  /** Answers at once instead of after the delay. */
  failFast: z.boolean().optional(),
  /** Only the first so many attempts of a key fail; later ones work. */
  first: z.int().min(1).max(1000).optional(),
});

/** Answers with a status instead of the file. */
export const status: FaultKind<z.infer<typeof schema>> = {
  name: 'status',
  stage: 'status',
  summary: 'answers with a status instead of the file',
  options: {
    '=418@25%': 'the status, and the share of requests that get it; all when absent',
    'retry-after=2s': 'sends Retry-After, rounded up to whole seconds',
    'fail-fast': 'answers at once instead of after the delay',
    'first=2': 'only the first 2 attempts of a key can fail; later ones work',
  },
  example: 'status=418@25%',
  clientSees: 'that status; curl exits 0, or with --fail (22)',
  schema,
  parse(text) {
    const [head = '', ...options] = text.split(',');
    const match = /^=(\d+)(?:@(.+))?$/.exec(head);
    if (match === null) throw new UsageError('it needs a status and a share');
    const rate = match[2] === undefined ? 1 : parsePercent(match[2]);
    return { status: Number(match[1]), rate, ...parseOptions(options) };
  },
  format({ status, rate, retryAfterMs, failFast, first }) {
    const options = [
      retryAfterMs === undefined ? '' : `,retry-after=${formatDuration(retryAfterMs)}`,
      failFast === true ? ',fail-fast' : '',
      first === undefined ? '' : `,first=${first}`,
    ];
    return `=${status}@${formatPercent(rate)}${options.join('')}`;
  },
  decide({ status, rate, retryAfterMs, failFast, first }, { draw, attempt, fate }) {
    if (attempt > (first ?? Number.POSITIVE_INFINITY) || draw(0) >= rate) return undefined;
    if (failFast !== true) return { status, retryAfterMs };
    return { status, retryAfterMs, delayMs: 0, faults: fate.faults.filter((name) => name !== 'delay') };
  },
};

function parseOptions(options: readonly string[]): object {
  const parsed = options.map(parseOption);
  const fields = parsed.flatMap((option) => Object.keys(option));
  if (new Set(fields).size < fields.length) throw new UsageError('one of its options is given twice');
  return Object.assign({}, ...parsed);
}

function parseOption(option: string): object {
  const [, name, value] = /^([a-z-]+)(?:=(.*))?$/.exec(option.trim()) ?? [];
  if (name === 'fail-fast' && value === undefined) return { failFast: true };
  if (name === 'retry-after' && value !== undefined) return { retryAfterMs: parseDuration(value) };
  if (name === 'first' && /^\d+$/.test(value ?? '')) return { first: Number(value) };
  throw new UsageError(`"${option.trim()}" is not one of its options: retry-after=2s, fail-fast, first=2`);
}

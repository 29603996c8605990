import { z } from 'zod';
import { distributionSchema, formatDistribution, parseDistribution } from '../../../lib/chance/distribution.ts';
import { sample } from '../../../lib/chance/sample.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { ServiceSlots } from '../limits/service-slots.ts';

const MAX_SLOTS = 10_000;
const MAX_QUEUE = 100_000;
const DEFAULT_SHED_AFTER_MS = 10;

/** The policies by which a request is shed when the queue is full, apart from answering a status. */
const shedSchema = z.union([z.int().min(400).max(599), z.enum(['hang', 'reset'])], {
  error: 'give a status from 400 to 599, hang or reset',
});

const schema = z.strictObject({
  fault: z.literal('capacity'),
  /** How many requests are in service at once. */
  slots: z.int().min(1).max(MAX_SLOTS),
  service: distributionSchema,
  /** How many may wait for a slot. */
  queue: z.int().min(0).max(MAX_QUEUE),
  /** What happens to one that finds the queue full: a status, or `hang` or `reset`. */
  shed: shedSchema,
  /** How long it takes to turn a request away: even that costs a server something. */
  shedAfterMs: durationSchema,
  /** How much each other request in service slows a service down: 0.05 adds 5 % of the service time. */
  contention: z.number().min(0).max(10),
  /** How much each pair of requests in service slows a service down. */
  coherency: z.number().min(0).max(10),
});

/** The parameters of a server with limited capacity. */
export type CapacitySpec = z.infer<typeof schema>;

const OPTIONS = ['service', 'queue', 'shed', 'shed-after', 'contention', 'coherency'];

/** Serves a limited number of requests at once, queues some, and sheds the rest: a server with a real knee. */
export const capacity: FaultKind<CapacitySpec> = {
  name: 'capacity',
  stage: 'capacity',
  summary: 'serves so many requests at once, queues some, sheds the rest: a server with a knee',
  options: {
    '=8': 'requests in service at once',
    'service=fixed:100ms': 'how long each is served, as a distribution (default fixed:100ms)',
    'queue=32': 'how many may wait, first come first served (default 32)',
    'shed=503': 'what happens to one that finds the queue full: a status with Retry-After, hang or reset (default 503)',
    'shed-after=10ms': 'how long turning away takes (default 10ms)',
    'contention=0.05': 'each other request in service adds 5 % to the service time (default 0)',
    'coherency=0.01': 'n in service add 1 % · n · (n − 1) to the service time (default 0)',
  },
  example: 'capacity=8,service=fixed:100ms,queue=32,shed=503',
  clientSees: 'longer waits, then status 503 with Retry-After; curl exits 0, or with --fail (22)',
  schema,
  parse(text) {
    const [head = '', ...rest] = text.split(',');
    if (!/^=\d+$/.test(head)) throw new UsageError('it needs a number of requests');
    const options = Object.fromEntries(joinOptions(rest));
    return {
      slots: Number(head.slice(1)),
      service: parseDistribution(options.service ?? 'fixed:100ms'),
      queue: Number(options.queue ?? 32),
      shed: parseShed(options.shed ?? '503'),
      shedAfterMs: parseDuration(options['shed-after'] ?? formatDuration(DEFAULT_SHED_AFTER_MS)),
      contention: Number(options.contention ?? 0),
      coherency: Number(options.coherency ?? 0),
    };
  },
  format({ slots, service, queue, shed, shedAfterMs, contention, coherency }) {
    const options = [
      `=${slots},service=${formatDistribution(service)},queue=${queue},shed=${shed}`,
      shedAfterMs === DEFAULT_SHED_AFTER_MS ? '' : `,shed-after=${formatDuration(shedAfterMs)}`,
      contention === 0 ? '' : `,contention=${contention}`,
      coherency === 0 ? '' : `,coherency=${coherency}`,
    ];
    return options.join('');
  },
  decide: ({ service, shedAfterMs }, { draw }) => ({ serviceMs: sample(service, draw), shedAfterMs }),
  gate: (spec, clock) => new ServiceSlots(spec, clock),
};

function parseShed(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** A distribution may hold commas itself (`lognormal:200ms,p99=2s`): what begins no option belongs to the one before. */
function joinOptions(parts: readonly string[]): [string, string][] {
  const joined: [string, string][] = [];
  for (const part of parts.map((text) => text.trim())) {
    const [name = ''] = part.split('=', 1);
    if (OPTIONS.includes(name) && part.length > name.length) joined.push([name, part.slice(name.length + 1)]);
    else if (joined.length > 0) joined.at(-1)![1] += `,${part}`;
    else throw new UsageError(`"${part}" is not one of its options: ${OPTIONS.join(', ')}`);
  }
  const names = joined.map(([name, value]) => {
    if (value === '') throw new UsageError(`its option ${name} needs a value`);
    return name;
  });
  if (new Set(names).size < names.length) throw new UsageError('one of its options is given twice');
  return joined;
}

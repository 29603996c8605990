import { formatDistribution, parseDistribution } from '../../../lib/chance/distribution.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { type CapacitySpec, capacitySchema } from '../limits/capacity-spec.ts';
import { ServiceSlots } from '../limits/service-slots.ts';

const DEFAULT_SHED_AFTER_MS = 10;

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
  schema: capacitySchema,
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
  decide: ({ service, shedAfterMs }, { draw }) => ({ serviceMs: sampleDistribution(service, draw), shedAfterMs }),
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

import { distributionWords } from '../../../lib/chance/distribution-words.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { counted } from '../../../lib/units/counted.ts';
import { atCapacity, type CapacityFate } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import type { TextValue } from '../contract/text-form.ts';
import { count, distribution, duration, number } from '../contract/text-values.ts';
import { CAPACITY_DEFAULTS, type CapacitySpec, capacitySchema } from '../limits/capacity-spec.ts';
import { ServiceSlots } from '../limits/service-slots.ts';

/** A status or a word. */
const shed: TextValue<number | string> = {
  read: (text) => (/^\d+$/.test(text) ? Number(text) : text),
  write: String,
};

/** What becomes of those that find no place, where that is no status. */
const SHED_WORDS: Readonly<Record<string, string>> = { hang: 'are never answered', reset: 'are broken off' };

/** Serves a limited number of requests at once, queues some, and sheds the rest: a server with a real knee. */
export const capacity: FaultKind<CapacitySpec> = {
  name: 'capacity',
  stage: 'capacity',
  summary: 'serves so many requests at once, queues some, sheds the rest, as real servers do',
  words: ({ slots, service, queue, shed, contention, coherency }) => {
    const longer = contention + coherency > 0 ? ', and longer the more there are' : '';
    const each = `serves ${counted(slots, 'request')} at once, each for ${distributionWords(service)}${longer}`;
    return `${each}; ${queue || 'no'} more may wait, and the others ${SHED_WORDS[shed] ?? `get ${shed}`}`;
  },
  example: 'capacity=8,service=fixed:100ms,queue=32,shed=503',
  clientSees: 'longer waits, then status 503 with Retry-After; curl exits 0, or with --fail (22)',
  schema: capacitySchema,
  defaults: CAPACITY_DEFAULTS,
  text: {
    needs: 'it needs a number of requests',
    head: [{ mark: '=', field: 'slots', value: count }],
    help: { '=8': 'requests in service at once' },
    options: [
      {
        name: 'service',
        field: 'service',
        value: distribution,
        isAlwaysWritten: true,
        help: { 'service=fixed:100ms': 'how long each is served, as a distribution' },
      },
      {
        name: 'queue',
        field: 'queue',
        value: count,
        isAlwaysWritten: true,
        help: { 'queue=32': 'how many may wait, first come first served' },
      },
      {
        name: 'shed',
        field: 'shed',
        value: shed,
        isAlwaysWritten: true,
        help: {
          'shed=503': 'what happens to one that finds the queue full: a status with Retry-After, hang or reset',
        },
      },
      {
        name: 'shed-after',
        field: 'shedAfterMs',
        value: duration,
        help: { 'shed-after=10ms': 'how long turning away takes' },
      },
      {
        name: 'contention',
        field: 'contention',
        value: number,
        help: { 'contention=0.05': 'each other request in service adds 5 % to the service time' },
      },
      {
        name: 'coherency',
        field: 'coherency',
        value: number,
        help: { 'coherency=0.01': 'n in service add 1 % · n · (n − 1) to the service time' },
      },
    ],
  },
  decide({ service, shedAfterMs }, { draw, fate, number }) {
    const own: CapacityFate = { serviceMs: sampleDistribution(service, draw), shedAfterMs };
    if (number === 0) return own;
    const capacities = Array.from({ length: number }, (_, before) => atCapacity(fate, before));
    return { serviceMs: fate.serviceMs + own.serviceMs, shedAfterMs, capacities: [...capacities, own] };
  },
  gate: (spec, clock, number) => new ServiceSlots(spec, clock, number),
};

import { z } from 'zod';
import { FAULT_KINDS } from '../faults/kinds/registry.ts';

const faultText = z.string().meta({ description: 'A fault in text form.', examples: ['status=503@50%'] });

/** A fault in JSON form, as the registry defines it. */
const faultSpec = z.union(FAULT_KINDS.map((kind) => kind.schema)).meta({ id: 'FaultSpec' });

/** The body that sets or changes a server's faults. Each fault is checked again by the registry, for its message. */
export const faultsBody = z
  .strictObject({ faults: z.array(z.union([faultText, z.looseObject({ fault: z.string() })])).max(50) })
  .meta({ id: 'FaultsBody' });

/** A server and its faults. */
export const serverState = z
  .strictObject({
    label: z.string(),
    url: z.string(),
    faults: z.array(faultText),
    profile: z.array(faultSpec),
  })
  .meta({ id: 'Server' });

/** The body that starts a run; all servers when none is named. */
export const runBody = z.strictObject({ servers: z.array(z.string()).min(1).optional() }).meta({ id: 'RunBody' });

const backOff = z.strictObject({
  intervals: z.int(),
  minMs: z.number(),
  medianMs: z.number(),
  growing: z.boolean().optional(),
});

/** What a server saw of a client in one run. */
const verdictState = z
  .strictObject({
    label: z.string(),
    requests: z.int(),
    keys: z.int(),
    amplification: z.number(),
    maxAttempts: z.int(),
    ok: z.int(),
    shed: z.int(),
    faulted: z.int(),
    clientGone: z.int(),
    throughputPerSecond: z.number(),
    goodputPerSecond: z.number(),
    makespanMs: z.number(),
    peakInFlight: z.int(),
    meanInFlight: z.number(),
    connections: z.int(),
    requestsPerConnection: z.number(),
    idealMs: z.number(),
    efficiency: z.number().optional(),
    backOff: backOff.optional(),
    retryAfter: z.strictObject({ obeyed: z.int(), violated: z.int() }),
    wastedMs: z.number(),
    dropped: z.int(),
  })
  .meta({ id: 'Verdict' });

/** A run and, once it is stopped, its verdicts. */
export const runState = z
  .strictObject({
    id: z.string(),
    servers: z.array(z.string()),
    state: z.enum(['running', 'stopped']),
    verdicts: z.array(verdictState),
  })
  .meta({ id: 'Run' });

/** The body of every error. */
export const errorState = z
  .strictObject({ status: z.int(), error: z.string(), detail: z.string() })
  .meta({ id: 'Error' });

import { z } from 'zod';
import { schemaOf } from '../../lib/schema/schema-of.ts';
import type { FaultSpec } from '../faults/contract/fault-spec.ts';
import { fate } from '../faults/decide-fate.ts';
import { fateTimes, heldMs } from '../faults/fate-times.ts';
import { formatFault } from '../faults/format-profile.ts';
import { FAULT_KINDS, requireKind } from '../faults/kinds/registry.ts';
import { parseFault } from '../faults/profile.ts';
import type { Route } from './routes.ts';

/** Of so many requests it is foretold what a fault does to them. */
const FORETOLD = 400;

/** A fault as somebody is about to give it: its text, or its fields, which need not be right yet. */
const previewBody = z.strictObject({
  fault: z.union([z.string(), z.looseObject({ fault: z.string() })]),
  label: z.string().optional().describe('Of the server that is to have it; its fates depend on that.'),
});

const issue = z.strictObject({
  path: z.array(z.union([z.string(), z.int()])).describe('The field that is wrong; empty for the whole.'),
  message: z.string(),
});

const preview = z.strictObject({
  issues: z.array(issue).describe('What is wrong; where there is something, nothing else is told.'),
  text: z.string().optional(),
  fields: z.looseObject({}).optional().describe('All of its fields, with their defaults.'),
  touchedShare: z.number().optional().describe(`The share that it touches, of ${FORETOLD} requests.`),
  heldMs: z
    .array(z.number())
    .optional()
    .describe('How long it holds each of them where no other is in the way, from the shortest to the longest.'),
});

const faultKinds = z.array(
  z.strictObject({
    name: z.string(),
    summary: z.string(),
    example: z.string(),
    clientSees: z.string(),
    schema: z.looseObject({}).describe('The JSON Schema of its fields.'),
  }),
);

/** What can be asked about faults before a server has them. */
export const FAULT_ROUTES: readonly Route[] = [
  {
    method: 'get',
    path: '/api/faults',
    summary: 'Every fault that there is, with the schema of its JSON form.',
    status: 200,
    answer: faultKinds,
    handle: async () =>
      FAULT_KINDS.map(({ name, summary, example, clientSees, schema }) => {
        const { $schema: _, ...json } = z.toJSONSchema(schemaOf(schema), { io: 'input', reused: 'inline' });
        return { name, summary, example, clientSees, schema: json };
      }),
  },
  {
    method: 'post',
    path: '/api/faults/preview',
    summary:
      'What a fault would do: its text, the share of requests that it touches and how long it holds them, drawn as the servers draw it. Nothing is changed.',
    body: previewBody,
    exampleBody: { fault: 'delay=lognormal:20ms,p99=200ms' },
    status: 200,
    answer: preview,
    handle: async ({ seed, timeScale }, _parameters, body) => {
      const { fault, label = 'PREVIEW' } = previewBody.parse(body);
      if (typeof fault === 'string') return foretold(parseFault(fault), { seed, timeScale, label });
      const read = schemaOf(requireKind(fault.fault, fault.fault).schema).safeParse(fault);
      if (read.success) return foretold(read.data, { seed, timeScale, label });
      return { issues: read.error.issues.map(({ path, message }) => ({ path, message })) };
    },
  },
];

function foretold(
  spec: FaultSpec,
  world: { readonly seed: number; readonly timeScale: number; readonly label: string },
): z.infer<typeof preview> {
  const fates = Array.from({ length: FORETOLD }, (_, i) =>
    fate([spec], { ...world, key: `GET /preview/${i}`, attempt: 1 }),
  );
  const held = fates.map((one) => heldMs(fateTimes(one, 0)));
  return {
    issues: [],
    text: formatFault(spec),
    fields: { ...spec },
    touchedShare: fates.filter(({ faults }) => faults.length > 0).length / FORETOLD,
    heldMs: held.sort((a, b) => a - b),
  };
}

import { z } from 'zod';
import { FaultSpecError } from '../../lib/errors/fault-spec-error.ts';
import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import { issueWords } from '../../lib/schema/issue-text.ts';
import { schemaOf } from '../../lib/schema/schema-of.ts';
import { type FaultSpec, type Profile, sameBefore } from '../faults/contract/fault-spec.ts';
import { fate } from '../faults/decide-fate.ts';
import { fateTimes, heldMs } from '../faults/fate-times.ts';
import { formatFault, formatProfile } from '../faults/format-profile.ts';
import { FAULT_KINDS, requireKind } from '../faults/kinds/registry.ts';
import { type GivenFaults, parseFault, parseProfile } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import { profileFor } from '../lab/profile-for.ts';
import type { RunningServer } from '../lab/running-server.ts';
import { type ControlledLab, type Route, serverOf, stateOf } from './routes.ts';
import { faultKinds, faultsBody, newFaultsBody, type ServerState, serverState } from './schemas.ts';

/** Faults to try it with. */
const FAULTS_EXAMPLE = { faults: ['status=503@50%'] };

const issue = z.strictObject({
  path: z.array(z.union([z.string(), z.int()])).describe('The field that is wrong; empty for the whole.'),
  message: z.string(),
});

/** Of so many requests it is foretold what a fault does to them. */
const FORETOLD = 400;

/** A fault as somebody is about to give it: its text, or its fields, which need not be right yet. */
const previewBody = z.strictObject({
  fault: z.union([z.string(), z.looseObject({ fault: z.string() })]),
  label: z.string().optional().describe('Of the server that is to have it; its fates depend on that.'),
});

const preview = z.strictObject({
  issues: z.array(issue).describe('What is wrong; where there is something, nothing else is told.'),
  text: z.string().optional(),
  touchedShare: z
    .number()
    .optional()
    .describe(
      `The share that it touches, of ${FORETOLD} requests; absent where that depends on the others of the moment.`,
    ),
  heldMs: z
    .array(z.number())
    .optional()
    .describe('How long it holds each of them where no other is in the way, from the shortest to the longest.'),
});

/** What can be asked about faults before a server has them, and how it gets and loses them. */
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
        return { name, summary, example, exampleFault: { ...parseFault(example) }, clientSees, schema: json };
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
      if (typeof fault === 'string')
        return foretold(profileFor(label, [parseFault(fault)])[0]!, { seed, timeScale, label });
      const read = schemaOf(requireKind(fault.fault, fault.fault).schema).safeParse(fault);
      if (!read.success)
        return { issues: read.error.issues.map((one) => ({ path: one.path, message: issueWords(one) })) };
      const why = objection(label, read.data);
      if (why !== undefined) return { issues: [{ path: blamed(label, read.data, why), message: why }] };
      return foretold(read.data, { seed, timeScale, label });
    },
  },
  {
    method: 'put',
    path: '/api/servers/faults',
    summary:
      'Replace the faults of all servers, which ends their schedules. Where one cannot have them, all stay as they were.',
    body: newFaultsBody,
    exampleBody: FAULTS_EXAMPLE,
    status: 200,
    answer: serverState.array(),
    handle: async (lab, _parameters, body) => {
      const { faults, hidden = false } = newFaultsBody.parse(body);
      for (const { label } of lab.servers) profileFor(label, faults);
      return Promise.all(lab.servers.map((server) => setFaults(lab, server, faults, hidden)));
    },
  },
  {
    method: 'post',
    path: '/api/servers/reset',
    summary: 'Give all servers the faults and schedules that they started with, and begin a new run on each.',
    status: 200,
    answer: serverState.array(),
    handle: (lab) => Promise.all(lab.servers.map((server) => resetServer(lab, server))),
  },
  {
    method: 'put',
    path: '/api/servers/{label}/faults',
    summary:
      "Replace a server's faults, which ends its schedule. Holds for the next request; those that wait keep their fate.",
    body: newFaultsBody,
    exampleBody: FAULTS_EXAMPLE,
    status: 200,
    answer: serverState,
    handle: async (lab, { label }, body) => {
      const server = serverOf(lab, label);
      const { faults, hidden = false } = newFaultsBody.parse(body);
      return setFaults(lab, server, faults, hidden);
    },
  },
  {
    method: 'patch',
    path: '/api/servers/{label}/faults',
    summary: 'Change some faults, which ends the schedule: each replaces those of its kind, the others stay.',
    body: faultsBody,
    exampleBody: FAULTS_EXAMPLE,
    status: 200,
    answer: serverState,
    handle: async (lab, { label }, body) => {
      const server = serverOf(lab, label);
      const changed = parseProfile(faultsBody.parse(body).faults);
      const kept = (await server.faults()).filter(({ fault }) => !changed.some((spec) => spec.fault === fault));
      return setFaults(lab, server, [...kept, ...changed]);
    },
  },
  {
    method: 'post',
    path: '/api/servers/{label}/faults',
    summary: 'Add faults to those that a server has, which ends its schedule.',
    body: faultsBody,
    exampleBody: FAULTS_EXAMPLE,
    status: 200,
    answer: serverState,
    handle: async (lab, { label }, body) => {
      const server = serverOf(lab, label);
      return setFaults(lab, server, [...(await server.faults()), ...parseProfile(faultsBody.parse(body).faults)]);
    },
  },
  {
    method: 'delete',
    path: '/api/servers/{label}/faults/{fault}',
    summary:
      'Take faults from a server, which ends its schedule: all of that name, or the second one as status#2 (encoded as status%232).',
    status: 200,
    answer: serverState,
    handle: async (lab, { label, fault }) => {
      const server = serverOf(lab, label);
      return setFaults(lab, server, withoutFault(await server.faults(), fault!));
    },
  },
  {
    method: 'post',
    path: '/api/servers/{label}/reset',
    summary:
      'Give a server the faults and the schedule that it started with, and begin a new run on it. It stays off where it is.',
    status: 200,
    answer: serverState,
    handle: (lab, { label }) => resetServer(lab, serverOf(lab, label)),
  },
];

function foretold(
  spec: FaultSpec,
  world: { readonly seed: number; readonly timeScale: number; readonly label: string },
): z.infer<typeof preview> {
  const fates = Array.from({ length: FORETOLD }, (_, i) =>
    fate([spec], { ...world, key: `GET /preview/${i}`, attempt: 1 }),
  );
  const touched = fates.filter(({ faults }) => faults.length > 0).length;
  const dependsOnOthers = requireKind(spec.fault, spec.fault).gate !== undefined && touched === 0;
  return {
    issues: [],
    text: formatFault(spec),
    ...(!dependsOnOthers && { touchedShare: touched / FORETOLD }),
    heldMs: fates.map((one) => heldMs(fateTimes(one, 0))).sort((a, b) => a - b),
  };
}

/** Why a server of that label would refuse a fault, without the fault itself, which whoever asks has before them; undefined where it would not. */
function objection(label: string, spec: FaultSpec): string | undefined {
  try {
    profileFor(label, [spec]);
  } catch (error) {
    if (error instanceof FaultSpecError) return error.message.split(`${formatFault(spec)}: `).at(-1);
    throw error;
  }
  return undefined;
}

/** The field without which that would not be said of a fault; empty where it is said of the whole. */
function blamed(label: string, spec: FaultSpec, why: string): string[] {
  const schema = schemaOf(requireKind(spec.fault, spec.fault).schema);
  const isBlamed = (name: string) => {
    const without = schema.safeParse(Object.fromEntries(Object.entries(spec).filter(([other]) => other !== name)));
    return without.success && objection(label, without.data) !== why;
  };
  return Object.keys(spec).filter(isBlamed).slice(0, 1);
}

/**
 * @param hidden whether they are told to who leads alone; default: as those before them
 * @param schedule how they change from now on; default: no more
 */
async function setFaults(
  lab: ControlledLab,
  server: RunningServer,
  faults: GivenFaults,
  hidden = lab.hidden.hides(server.label),
  schedule: readonly ScheduleStep[] = [],
): Promise<ServerState> {
  await lab.hidden.change(server, hidden, () => server.setFaults(faults, schedule));
  lab.onChange(server, hidden);
  return stateOf(server);
}

async function resetServer(lab: ControlledLab, server: RunningServer): Promise<ServerState> {
  const { profile, schedule } = lab.initialPlan(server);
  const state = await setFaults(lab, server, profile, false, schedule);
  await lab.runs.reset(server);
  return state;
}

/** @throws NotFoundError where none is called so */
function withoutFault(profile: Profile, name: string): Profile {
  const kept = profile.filter(({ fault }, i) => fault !== name && `${fault}#${sameBefore(profile, i) + 1}` !== name);
  if (kept.length < profile.length) return kept;
  throw new NotFoundError(`there is no fault "${name}": there are ${formatProfile(profile)}`);
}

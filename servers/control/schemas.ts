import { z } from 'zod';
import { faultSpec, faultText, givenFaults } from '../faults/given-faults.ts';

/** The body that sets or changes a server's faults; `none` alone, in a list or without one, stands for no fault. */
export const faultsBody = z.strictObject({ faults: givenFaults });

/** The body that replaces a server's faults. */
export const newFaultsBody = faultsBody.extend({
  hidden: z.boolean().optional().describe('In a room: tell them to who leads alone; default false.'),
});

/** That all servers run. */
export const healthState = z.strictObject({ status: z.literal('ok') });

/** What the clock of a lab says. */
export const clockState = z.strictObject({
  nowMs: z.number().describe('Milliseconds since some moment, on a clock that is never set back.'),
});

/** What who asks may do. */
export const accessState = z.strictObject({
  mayChange: z.boolean().describe('Whether it may change things: in a room that is for who leads.'),
});

/** Whether a server listens. */
const enabled = z.boolean().describe('Whether it listens; one that does not refuses connections.');

/** The body that switches a server off, or on again. */
export const serverBody = z.strictObject({ enabled });

/** A server and its faults. */
export const serverState = z.strictObject({
  label: z.string(),
  url: z.string(),
  enabled,
  faults: z.array(faultText),
  profile: z.array(faultSpec),
  hidden: z.exactOptional(z.literal(true)).describe('Its faults are told to who leads the room alone; to others none.'),
});

/** A server, its faults from the start of each run, and how they change. */
const plannedServer = z.strictObject({
  label: z.string(),
  url: z.string(),
  hidden: serverState.shape.hidden,
  faults: z.string().describe('From the start of each run, as text; none for none.'),
  schedule: z.exactOptional(z.string()).describe('How they change by the time since then; absent where they do not.'),
});

/** All that the fates of a lab's servers depend on. */
export const labState = z.strictObject({
  version: z.string(),
  seed: z.int(),
  timeScale: z.number(),
  servers: z.array(plannedServer),
});

/** What one server does, in a file: the body that sets its faults, or what is told of it. */
const keptServer = faultsBody.extend({
  label: serverState.shape.label.optional().describe('Which server; may be left out where one is named.'),
  url: serverState.shape.url.optional().describe('Where it was; not read.'),
  enabled: serverState.shape.enabled.optional().describe('Whether it listened; not read.'),
  profile: serverState.shape.profile.optional().describe('The faults again, in full; not read.'),
});

const keptServers = z.array(keptServer).min(1);

/** A file of profiles: one server, or a list of them as `GET /api/servers` tells it. */
export const profilesFile = z.union([keptServer, keptServers]);

/** The shape that such a file was meant to have, so that what is wrong with it can be named. */
export function profilesShape(given: unknown): typeof keptServer | typeof keptServers {
  return Array.isArray(given) ? keptServers : keptServer;
}

/** A server and its faults. */
export type ServerState = Readonly<z.infer<typeof serverState>>;

/** A server, its faults from the start of each run, and how they change. */
export type PlannedServer = Readonly<z.infer<typeof plannedServer>>;

/** All that the fates of a lab's servers depend on. */
export type LabState = Readonly<z.infer<typeof labState>>;

/** The faults that there are. */
export const faultKinds = z.array(
  z.strictObject({
    name: z.string(),
    summary: z.string(),
    example: z.string().describe('In text form.'),
    exampleFault: z.looseObject({ fault: z.string() }).describe('The same in JSON form.'),
    clientSees: z.string(),
    schema: z.looseObject({}).describe('The JSON Schema of its fields.'),
  }),
);

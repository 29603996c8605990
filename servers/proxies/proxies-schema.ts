import { z } from 'zod';
import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { parseDuration } from '../../lib/units/duration.ts';
import { MAX_TIME_SCALE } from '../../lib/units/time-scale.ts';
import { givenFaults } from '../faults/given-faults.ts';
import { parseProfile } from '../faults/profile.ts';
import { parseLabel } from '../lab/label.ts';
import { parseHeaderSize } from '../proxy/header-limit.ts';
import { proxyTarget } from '../proxy/proxy-target.ts';
import { parseListen } from './listen-text.ts';

/** What somebody has against a value who reads it; undefined where nothing. */
function objectionOf<T>(read: (value: T) => unknown, value: T): string | undefined {
  try {
    read(value);
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

/** A text that is read by somebody else, whose objections are the schema's. */
function readBy(read: (text: string) => unknown): z.ZodString {
  return z.string().superRefine((text, { addIssue }) => {
    const message = objectionOf(read, text);
    if (message !== undefined) addIssue({ code: 'custom', message });
  });
}

const faults = givenFaults.superRefine((all, { addIssue }) => {
  for (const [index, fault] of all.entries()) {
    const message = objectionOf(parseProfile, [fault]);
    if (message !== undefined) addIssue({ code: 'custom', message, path: [index] });
  }
  const message = objectionOf(parseProfile, all);
  if (message !== undefined) addIssue({ code: 'custom', message });
});

const isSo = z.boolean().default(false);

const proxyEntry = z.strictObject({
  name: readBy(parseLabel).describe('Its label, on which its fates depend; in any case.'),
  listen: z
    .union([z.int().min(0).max(65_535), readBy(parseListen)])
    .meta({ description: 'Where it listens.', examples: [9001, '192.168.1.5:9001', 'unix:/tmp/api.sock'] }),
  target: readBy(proxyTarget).meta({
    description: 'The service to pass requests on to; a path in it comes before theirs.',
    examples: ['http://localhost:3000', 'unix:/run/app.sock'],
  }),
  faults: faults.default([]).describe('What happens to requests on the way.'),
  schedule: z
    .array(z.strictObject({ at: readBy(parseDuration), faults }))
    .default([])
    .describe('How the faults change by the time since the run began.'),
  enabled: z.boolean().default(true).describe('Whether it listens; one that does not refuses connections.'),
  https: isSo.describe('Listen with HTTPS, with a certificate that is made at the start.'),
  certificateFile: z.string().optional().describe('Write that certificate there, for clients that are to trust it.'),
  allowHosts: z.array(z.string()).default([]).describe('Answer to these names too, or to any with *.'),
  keepHost: isSo.describe("Pass the client's Host header on, instead of the target's own name."),
  insecure: isSo.describe('Trust an https target whose certificate cannot be verified.'),
  cors: isSo.describe('Let pages of any origin see injected answers.'),
  maxHeaderSize: readBy(parseHeaderSize)
    .optional()
    .describe('Let the headers of a request or an answer be so large, such as 64KB.'),
  runsByPath: isSo.describe('Read /run/NAME before a path as the name of its run.'),
});

/** A file of several proxies. */
export const proxiesFile = z.strictObject({
  $schema: z.string().optional().describe('Where this schema is; for editors.'),
  seed: z.int().min(0).default(DEFAULT_SEED).describe('Of all fates.'),
  timeScale: z.number().min(0).max(MAX_TIME_SCALE).default(1).describe('Multiplies every injected duration.'),
  proxies: z.array(proxyEntry).min(1),
});

/** One proxy of a file, as it stands there, with its defaults. */
export type ProxyEntry = z.infer<typeof proxyEntry>;

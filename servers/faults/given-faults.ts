import { z } from 'zod';
import { messageOf } from '../../lib/errors/message-of.ts';
import { schemaOf } from '../../lib/schema/schema-of.ts';
import { NO_FAULTS } from './format-profile.ts';
import { FAULT_KINDS } from './kinds/registry.ts';
import { parseProfile } from './profile.ts';

/** How many faults may be given at once. */
const MAX_FAULTS = 50;

/** The schema of a fault in text form. */
export const faultText = z
  .string()
  .meta({ description: 'A fault in text form; none alone stands for no fault.', examples: ['status=503@50%'] });

/** The schema of a fault in JSON form, as the registry defines it. */
export const faultSpec = z.union(FAULT_KINDS.map((kind) => schemaOf(kind.schema)));

/** A fault in either form. What is wrong with one is said in the words of those who read faults. */
const givenFault = z.union([faultText, faultSpec], { error: ({ input }) => objectionTo(input) });

/** The schema of the faults of a server; `none` alone, in a list or without one, stands for no fault. */
export const givenFaults = z.preprocess(
  (given) => (given === NO_FAULTS ? [given] : given),
  z.array(givenFault).max(MAX_FAULTS),
);

function objectionTo(fault: unknown): string | undefined {
  try {
    parseProfile([fault as object]);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

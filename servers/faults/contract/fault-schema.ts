import type { z } from 'zod';
import type { Zod } from '../../../lib/schema/lazy-schema.ts';
import { whereShape } from './where.ts';

/** The schema of a fault's JSON form: its name, its own fields, and to which requests it applies. */
export function faultSchema<Name extends string, Shape extends z.core.$ZodLooseShape>(
  z: Zod,
  name: Name,
  shape: Shape,
) {
  return z.strictObject({ fault: z.literal(name), ...shape, ...whereShape(z) });
}

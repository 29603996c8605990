import { z } from 'zod';
import type { LazySchema } from './lazy-schema.ts';

/** The schema itself. */
export function schemaOf<Schema>(lazy: LazySchema<Schema>): Schema {
  return lazy(z);
}

import type { z } from 'zod';

/** What schemas are made with. */
export type Zod = typeof z;

/** A schema, or what several schemas share, that is not made yet; whoever wants it gives it zod. */
export type LazySchema<Schema> = (z: Zod) => Schema;

/** What such a schema reads. */
export type Read<Lazy extends LazySchema<z.ZodType>> = z.infer<ReturnType<Lazy>>;

/**
 * Declares a schema that is made when it is first wanted, and once. Modules that declare theirs so load no zod, which would be
 * most of the code that the thread of a server has in memory, though what comes to it has been read.
 */
export function lazySchema<Schema>(make: LazySchema<Schema>): LazySchema<Schema> {
  let made: Schema | undefined;
  return (z) => {
    made ??= make(z);
    return made;
  };
}

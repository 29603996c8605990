import type { WrittenFault } from './text-form.ts';

/** What a field of a fault's JSON form is when it is not given; undefined where it must be given, or may be absent for good. */
export function defaultOf({ schema }: Pick<WrittenFault, 'schema'>, field: string): unknown {
  return schema.shape[field]?.safeParse(undefined).data;
}

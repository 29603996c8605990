import type { Generator } from '../../../lib/chance/generator.ts';
import { standardNormal } from '../../../lib/chance/standard-normal.ts';

/** A standard normal deviate from the next two numbers of a stream. */
export function normalDeviate(next: Generator): number {
  return standardNormal(next(), next());
}

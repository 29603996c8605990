import { FaultSpecError } from '../../../lib/errors/fault-spec-error.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { capacity } from './capacity.ts';
import { delay } from './delay.ts';
import { garbage } from './garbage.ts';
import { hang } from './hang.ts';
import { rate } from './rate.ts';
import { reset } from './reset.ts';
import { slowHeaders } from './slow-headers.ts';
import { status } from './status.ts';
import { throttle } from './throttle.ts';
import { travel } from './travel.ts';
import { truncate } from './truncate.ts';

/** Every kind of fault, in the order in which they apply to a request. */
export const FAULT_KINDS: readonly FaultKind[] = [
  hang,
  reset,
  garbage,
  travel,
  rate,
  capacity,
  delay,
  status,
  slowHeaders,
  throttle,
  truncate,
] as unknown as readonly FaultKind[];

/** The kind of that name, or undefined. */
export function faultKind(name: string): FaultKind | undefined {
  return FAULT_KINDS.find((kind) => kind.name === name);
}

/**
 * The kind of that name.
 *
 * @param text what names it, for who named none
 * @throws FaultSpecError naming the kinds there are
 */
export function requireKind(name: string, text: string): FaultKind {
  const kind = faultKind(name);
  if (kind !== undefined) return kind;
  const names = FAULT_KINDS.map((known) => known.name).join(', ');
  throw new FaultSpecError(`"${text}" is not a fault: choose one of ${names}, for example ${FAULT_KINDS[0]!.example}`);
}

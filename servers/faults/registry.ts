import { delay } from './delay.ts';
import type { FaultKind } from './fault.ts';
import { status } from './status.ts';

/** Every kind of fault, in the order in which they apply to a request. */
export const FAULT_KINDS: readonly FaultKind[] = [delay, status] as unknown as readonly FaultKind[];

/** The kind of that name, or undefined. */
export function faultKind(name: string): FaultKind | undefined {
  return FAULT_KINDS.find((kind) => kind.name === name);
}

import { useEffect, useState } from 'preact/hooks';
import { ask } from '../lab/api.ts';
import type { Schema } from './schema.ts';

/** A fault that there is, as the lab describes it. */
export interface FaultKindState {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** What a fault of this kind begins with that is added. */
  readonly exampleFault: { readonly fault: string };
  readonly clientSees: string;
  readonly schema: Schema;
}

/**
 * All faults that there are; none until the lab has told.
 *
 * @param isConnected asked again each time the lab comes back
 */
export function useFaultKinds(isConnected: boolean | undefined): readonly FaultKindState[] {
  const [kinds, setKinds] = useState<readonly FaultKindState[]>([]);
  useEffect(() => {
    if (isConnected !== true) return;
    ask<FaultKindState[]>('GET', '/api/faults').then(setKinds, () => undefined);
  }, [isConnected]);
  return kinds;
}

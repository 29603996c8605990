import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { ask } from './api.ts';

/** Whether this browser may change things: in a room that is for who leads. Undefined until the lab has told. */
export const MayChange = createContext<boolean | undefined>(undefined);

/** What {@link MayChange} says here. */
export function useMayChange(): boolean | undefined {
  return useContext(MayChange);
}

/**
 * Asks the lab whether this browser may change things.
 *
 * @param isConnected asked again each time the lab comes back: it may be another one
 */
export function useAccess(isConnected: boolean | undefined): boolean | undefined {
  const [mayChange, setMayChange] = useState<boolean>();
  useEffect(() => {
    if (isConnected !== true) return;
    ask<{ readonly mayChange: boolean }>('GET', '/api/access').then(
      (access) => setMayChange(access.mayChange),
      () => undefined,
    );
  }, [isConnected]);
  return mayChange;
}

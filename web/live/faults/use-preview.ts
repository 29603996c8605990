import { useEffect, useState } from 'preact/hooks';
import { ask, textOf } from '../lab/api.ts';

/** A fault in its JSON form, which need not be right yet. */
export type DraftFault = Readonly<Record<string, unknown>> & { readonly fault: string };

/** What the lab says a fault would do, or what is wrong with it. */
export interface FaultPreview {
  readonly issues: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  readonly text?: string;
  readonly touchedShare?: number;
  /** Of many requests how long each would be held, ascending. */
  readonly heldMs?: readonly number[];
}

/** The lab is asked once typing has rested for so long. */
const REST_MS = 150;

/** What a fault would do to requests to a server, drawn by the lab itself; undefined until it has told. */
export function usePreview(fault: DraftFault, label: string): FaultPreview | undefined {
  const [preview, setPreview] = useState<FaultPreview>();
  const asked = JSON.stringify({ fault, label });
  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(() => {
      ask<FaultPreview>('POST', '/api/faults/preview', JSON.parse(asked) as object).then(
        (told) => isLatest && setPreview(told),
        (error) => isLatest && setPreview({ issues: [{ path: [], message: textOf(error) }] }),
      );
    }, REST_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return preview;
}

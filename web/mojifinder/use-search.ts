import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type FoundCharacter, SearchError, search } from './search.ts';

/** How long a pause in typing must be before a search begins, in milliseconds. */
const PAUSE_MS = 120;

/** What has been found so far. */
export interface Found {
  readonly characters: readonly FoundCharacter[];
  /** How many there are in all; undefined before the first answer. */
  readonly total: number | undefined;
  readonly isLoading: boolean;
  /** What has gone wrong. */
  readonly trouble: string | undefined;
}

/** What has been found, and how to get more of it. */
export interface Search extends Found {
  /** Asks for the next page, unless all is there or one is on its way. */
  readonly more: () => void;
  /** Asks again for what is missing, after something has gone wrong. */
  readonly again: () => void;
}

const NOTHING: Found = { characters: [], total: undefined, isLoading: false, trouble: undefined };

/** Searches as a query changes: what is on its way for an earlier one is called off. */
export function useSearch(query: string): Search {
  const [found, setFound] = useState<Found>(NOTHING);
  const abort = useRef<AbortController>(new AbortController());
  /** Calls off the search that is to come by itself. */
  const callOff = useRef(() => {});

  const load = useCallback(
    async (start: number, before: readonly FoundCharacter[]) => {
      const { signal } = abort.current;
      callOff.current();
      setFound((found) => ({ ...found, isLoading: true, trouble: undefined }));
      try {
        const { characters, total } = await search(query, start, signal);
        setFound({ characters: [...before, ...characters], total, isLoading: false, trouble: undefined });
      } catch (error) {
        if (signal.aborted) return;
        const trouble = String((error as Error).message);
        // What was found for an earlier query says nothing of this one.
        setFound((found) => ({ ...(start === 0 ? NOTHING : found), isLoading: false, trouble }));
        const { retryAfterMs } = error as SearchError;
        if (error instanceof SearchError && retryAfterMs !== undefined) {
          callOff.current = after(retryAfterMs, signal, () => void load(start, before));
        }
      }
    },
    [query],
  );

  useEffect(() => {
    abort.current.abort();
    abort.current = new AbortController();
    if (query.trim() === '') setFound(NOTHING);
    else after(PAUSE_MS, abort.current.signal, () => void load(0, []));
    return () => abort.current.abort();
  }, [query, load]);

  const { characters, total = 0, isLoading, trouble } = found;
  const more = useCallback(() => {
    if (!isLoading && trouble === undefined && characters.length < total) void load(characters.length, characters);
  }, [characters, total, isLoading, trouble, load]);
  const again = useCallback(() => void load(characters.length, characters), [characters, load]);
  return { ...found, more, again };
}

/** Calls later, unless the signal aborts or what is returned is called before. */
function after(ms: number, signal: AbortSignal, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  const cancel = () => clearTimeout(timer);
  signal.addEventListener('abort', cancel);
  return cancel;
}

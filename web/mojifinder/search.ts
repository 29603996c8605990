/** A character that was found. */
export interface FoundCharacter {
  readonly char: string;
  readonly name: string;
}

/** One page of what was found. */
export interface SearchPage {
  readonly characters: readonly FoundCharacter[];
  /** How many there are in all. */
  readonly total: number;
}

/** How many characters are asked for at once. */
const PAGE = 200;

/** What a server answers that cannot search. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  /** How soon it may be asked again, in milliseconds; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Asks for the characters from a place on.
 *
 * @throws SearchError for an answer that is an error, or none
 */
export async function search(query: string, start: number, signal: AbortSignal): Promise<SearchPage> {
  const asked = new URLSearchParams({ q: query, start: String(start), stop: String(start + PAGE) });
  try {
    const response = await fetch(`search?${asked}`, { signal });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok || !Array.isArray(body)) throw refusal(response, body);
    return {
      characters: body as FoundCharacter[],
      total: Number(response.headers.get('x-total-count') ?? start + body.length),
    };
  } catch (error) {
    if (signal.aborted || error instanceof SearchError) throw error;
    throw new SearchError('There was no answer from the server.');
  }
}

function refusal({ status, headers }: Response, body: unknown): SearchError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const { detail = 'The answer makes no sense.' } = (body ?? {}) as { detail?: string };
  return new SearchError(`${detail} (status ${status})`, Number.isNaN(seconds) ? undefined : seconds * 1000);
}

/** Where text is written. */
export interface Output {
  /** Whether it is a terminal. */
  readonly isTTY: boolean;
  /** Characters in a line of the terminal, which may change; undefined where it is none. */
  readonly columns: number | undefined;
  write(text: string): unknown;
  /** Calls back when the text cannot be written, such as with the code EPIPE when nobody reads on. */
  on(event: 'error', listener: (error: Error & { readonly code?: string }) => void): unknown;
}

/** The width of a terminal that does not know its own, in characters. */
const USUAL_WIDTH = 80;

/** How long a line may be, in characters: as the terminal is wide, and of any length elsewhere, for scripts. */
export function lineWidth({ isTTY, columns }: Pick<Output, 'isTTY' | 'columns'>): number {
  if (!isTTY) return Number.POSITIVE_INFINITY;
  // A terminal that does not know its width says 0.
  return columns || USUAL_WIDTH;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;

/** Why a query cannot be one, without a full stop; undefined where it can. */
export function queryObjection(query: string): string | undefined {
  return CONTROL.test(query) ? 'a query has no control characters' : undefined;
}

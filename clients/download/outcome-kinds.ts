/** Every way in which one item can end. Exactly one of them happens to each item. */
export const OUTCOME_KINDS = ['ok', 'notFound', 'httpError', 'timeout', 'networkError', 'cancelled'] as const;

/** The share of items that ended neither ok nor as not found: nothing that was asked for is no error. */
export function errorShareOf(
  { ok, notFound }: { readonly ok: number; readonly notFound: number },
  items: number,
): number {
  return items === 0 ? 0 : (items - ok - notFound) / items;
}

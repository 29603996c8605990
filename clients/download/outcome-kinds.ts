/** Every way in which one item can end. Exactly one of them happens to each item. */
export const OUTCOME_KINDS = ['ok', 'notFound', 'httpError', 'timeout', 'networkError', 'cancelled'] as const;

import type { ItemRecord } from '../../../bench/result/item-record.ts';

/** How an outcome is called and drawn. */
export interface OutcomeStyle {
  readonly kind: ItemRecord['kind'];
  readonly title: string;
  /** A custom property of the style sheet. */
  readonly color: string;
  /** The colour of text on it. */
  readonly ink: string;
}

/** Every outcome, from the best to the one that says least. */
export const OUTCOME_STYLES: readonly OutcomeStyle[] = (
  [
    ['ok', 'ok'],
    ['notFound', 'not found (404)'],
    ['httpError', 'HTTP error'],
    ['timeout', 'timeout'],
    ['networkError', 'network error'],
    ['cancelled', 'cancelled'],
  ] as const
).map(([kind, title]) => ({ kind, title, color: `var(--outcome-${kind})`, ink: `var(--outcome-${kind}-ink)` }));

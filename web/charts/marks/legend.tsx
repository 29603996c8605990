import type { ComponentChildren } from 'preact';
import { StrategyMark } from './strategy-mark.tsx';

/** What a legend explains. */
export interface LegendProps {
  /** The strategies that are drawn. */
  readonly shown: readonly string[];
  /** All strategies of the bench, which settle the colours. */
  readonly all: readonly string[];
  /** More entries. */
  readonly children?: ComponentChildren;
}

/** What the colours, shapes and lines of a chart mean. */
export function Legend({ shown, all, children }: LegendProps) {
  return (
    <ul class="legend">
      {shown.map((strategy) => (
        <li key={strategy}>
          <StrategyMark strategy={strategy} all={all} /> {strategy}
        </li>
      ))}
      {children}
    </ul>
  );
}

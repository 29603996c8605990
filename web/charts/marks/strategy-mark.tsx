import { strategyStyle } from './strategy-style.ts';
import { SYMBOL_PATHS } from './symbol-paths.ts';

/** The sign of a strategy, in its shape and colour, as in the charts. */
export function StrategyMark({ strategy, all }: { readonly strategy: string; readonly all: readonly string[] }) {
  const { color, symbol } = strategyStyle(strategy, all);
  return (
    <svg class="mark" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">
      <path d={SYMBOL_PATHS[symbol]} style={{ fill: color }} />
    </svg>
  );
}

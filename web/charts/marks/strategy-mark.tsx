import { type StrategyStyle, strategyStyle } from './strategy-style.ts';

/** The shapes of a chart's dots as paths around 0,0 with a radius of about 6, for legends. */
const SYMBOL_PATHS: Readonly<Record<StrategyStyle['symbol'], string>> = {
  circle: 'M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z',
  square: 'M-5,-5H5V5H-5Z',
  triangle: 'M0,-7L6.5,5H-6.5Z',
  diamond: 'M0,-8L5,0L0,8L-5,0Z',
  star: 'M0,-7.5L1.7,-2.3L7.1,-2.3L2.7,.9L4.4,6.1L0,2.9L-4.4,6.1L-2.7,.9L-7.1,-2.3L-1.7,-2.3Z',
  hexagon: 'M0,-6.5L5.6,-3.2V3.2L0,6.5L-5.6,3.2V-3.2Z',
};

/** The sign of a strategy, in its shape and colour, as in the charts. */
export function StrategyMark({ strategy, all }: { readonly strategy: string; readonly all: readonly string[] }) {
  const { color, symbol } = strategyStyle(strategy, all);
  return (
    <svg class="mark" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">
      <path d={SYMBOL_PATHS[symbol]} style={{ fill: color }} />
    </svg>
  );
}

import type { StrategyStyle } from './strategy-style.ts';

/** The shapes of a chart's dots as paths around 0,0 with a radius of about 6, for legends. */
export const SYMBOL_PATHS: Readonly<Record<StrategyStyle['symbol'], string>> = {
  circle: 'M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z',
  square: 'M-5,-5H5V5H-5Z',
  triangle: 'M0,-7L6.5,5H-6.5Z',
  diamond: 'M0,-8L5,0L0,8L-5,0Z',
  star: 'M0,-7.5L1.7,-2.3L7.1,-2.3L2.7,.9L4.4,6.1L0,2.9L-4.4,6.1L-2.7,.9L-7.1,-2.3L-1.7,-2.3Z',
  hexagon: 'M0,-6.5L5.6,-3.2V3.2L0,6.5L-5.6,3.2V-3.2Z',
};

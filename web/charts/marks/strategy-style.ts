/** How a strategy is drawn: everywhere in the same colour, and where it is a dot, in the same shape. */
export interface StrategyStyle {
  /** A custom property of the style sheet, which has it for light, dark and print. */
  readonly color: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'star' | 'hexagon';
}

const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star', 'hexagon'] as const;

/** The lab's own strategies: their colours are the same from report to report. */
const KNOWN = ['sequential', 'workers', 'async', 'hybrid', 'adaptive', 'paced'];

/** How many colours the style sheet has. */
const COLORS = 9;

/** The style of one of a bench's strategies. Clients that are not the lab's get what is left, in order. */
export function strategyStyle(name: string, all: readonly string[]): StrategyStyle {
  const own = all.filter((strategy) => !KNOWN.includes(strategy));
  const known = KNOWN.indexOf(name);
  const place = known >= 0 ? known : KNOWN.length + (Math.max(0, own.indexOf(name)) % (COLORS - KNOWN.length));
  return { color: `var(--strategy-${place + 1})`, symbol: SYMBOLS[place % SYMBOLS.length]! };
}

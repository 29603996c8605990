import type { Curve } from '../../bench/result/curve.ts';
import { explainCurve } from '../../bench/sweep/explain-curve.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';
import { wrapped } from '../terminal/wrapped.ts';

/** Prints what stands behind --explain: of each sweep what general ways to find a knee say, and whether it may be used. */
export function printExplanations(curves: readonly Curve[], context: CommandContext): void {
  if (curves.length === 0) {
    print(context);
    print(context, 'Nothing was swept, so there is nothing to explain: give --sweep.');
  }
  for (const curve of curves) {
    print(context);
    print(context, `${curve.server} ${curve.strategy}: what general ways to find a knee say`);
    const lines = explainCurve(curve).flatMap(({ title, finding, use }) =>
      wrapped(`  ${title}: ${finding}; ${use}.`, context.stdout, '  '),
    );
    for (const line of lines) print(context, line);
  }
}

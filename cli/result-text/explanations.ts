import { type TimeReport, timeReports, untoldTimes } from '../../bench/report/text/time-report.ts';
import { cellName } from '../../bench/result/cell-group.ts';
import type { Curve } from '../../bench/result/curve.ts';
import type { BenchResult } from '../../bench/result/result.ts';
import { rows } from '../../bench/rows/rows.ts';
import { explainCurve } from '../../bench/sweep/explain-curve.ts';
import { type CommandContext, print } from '../terminal/command-context.ts';

/** What is said of rows without. */
const NOT_KEPT =
  'Where the time went was not kept, or is not known beside --cpu and saving, or the server has forgotten some of the requests';

/** Prints what stands behind --explain: where the time went of each row of the table that is far from its ideal, and the sweeps. */
export function printExplanations(result: BenchResult, context: CommandContext): void {
  const shown = rows(result);
  const reports = timeReports(shown, result);
  const untold = untoldTimes(shown);
  if (reports.length === 0 && untold === '' && result.curves.length === 0) {
    print(context);
    print(
      context,
      'There is nothing to explain: no row is known to be under 90 % of its ideal, and nothing was swept.',
    );
  }
  if (reports.length > 0) {
    print(context);
    print(context, 'Where the time went of each row under 90 % of its ideal:');
  }
  for (const report of reports) printTimes(report, context);
  if (untold !== '') {
    print(context);
    print(context, `${NOT_KEPT}: ${untold}`);
  }
  printCurveExplanations(result.curves, context);
}

/** Prints of each sweep what general ways to find a knee say, and whether it may be used. */
export function printCurveExplanations(curves: readonly Curve[], context: CommandContext): void {
  for (const curve of curves) {
    print(context);
    print(context, `${curve.server} ${curve.strategy}: what general ways to find a knee say`);
    for (const { title, finding, use } of explainCurve(curve)) print(context, `  ${title}: ${finding}; ${use}.`);
  }
}

function printTimes(report: TimeReport, context: CommandContext): void {
  const { whole, pieces, advice } = report;
  print(context);
  print(context, `${cellName(report)}: ${whole}`, '  ');
  for (const { percent, title } of pieces) print(context, `  ${String(percent).padStart(3)} % ${title}`, ' '.repeat(8));
  print(context, `  Advice: ${advice}`);
}

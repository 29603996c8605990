import { type Comparison, compare } from '../../../bench/compare/compare.ts';
import { SMALLEST_DIFFERENCE } from '../../../bench/compare/ratio-comparison.ts';
import { regressions } from '../../../bench/criteria/regressions.ts';
import { comparisonMarkdown } from '../../../bench/report/markdown/comparison-markdown.ts';
import { comparisonRemarks, comparisonRows, comparisonSentence } from '../../../bench/report/text/comparison-rows.ts';
import { cellName } from '../../../bench/result/cell-group.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { EXIT_ASSERTION_FAILED } from '../../terminal/exit-codes.ts';
import { plainTable } from '../../terminal/table.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';

/** The options of `flaglab compare`. */
export interface CompareOptions {
  readonly results: string;
  /** How much slower B may be, as a share. */
  readonly failOnRegression?: number;
  readonly json?: boolean;
  /** A file. */
  readonly markdown?: string;
}

/** Compares two kept runs, given as ids, paths, `last` or `last~1`. Resolves to the exit code. */
export async function compareRuns(
  refs: { readonly a: string; readonly b: string },
  { results, failOnRegression: share, json = false, markdown }: CompareOptions,
  context: CommandContext,
): Promise<number> {
  if (markdown !== undefined) await checkWritable(markdown);
  const [a, b] = [await loadRun(results, refs.a), await loadRun(results, refs.b)];
  // A difference that --fail-on-regression asks about must not be too small to be reported.
  const comparison = compare(a, b, { smallestDifference: Math.min(SMALLEST_DIFFERENCE, share ?? SMALLEST_DIFFERENCE) });
  const worse = share === undefined ? [] : regressions(comparison, share);

  if (json) print(context, JSON.stringify({ ...comparison, regressions: worse }));
  else printComparison(comparison, context);
  if (markdown !== undefined) await writeText(markdown, comparisonMarkdown(comparison, worse));
  for (const sentence of worse) note(context, `regression: ${sentence}`);
  if (share !== undefined) noteUnjudged(comparison, context);
  if (worse.length > 0) return EXIT_ASSERTION_FAILED;
  if (comparison.cells.some(({ verdict }) => verdict !== 'not compared')) return 0;
  note(context, 'error: there is nothing in A and B that can be compared');
  return 1;
}

/** What passes without having been judged is said. */
function noteUnjudged({ cells, leftOutCells }: Comparison, context: CommandContext): void {
  if (leftOutCells > 0) note(context, 'warning: cells were left out, and not judged');
  const names = cells.filter(({ verdict }) => verdict === 'undecided').map(cellName);
  if (names.length === 0) return;
  note(context, `warning: not judged, since a self-check doubts it: ${names.join(', ')}; bench with --repetitions 3`);
}

function printComparison(comparison: Comparison, context: CommandContext): void {
  const { a, b } = comparison;
  print(context, `A  ${a.id}  ${a.commandLine}`);
  print(context, `B  ${b.id}  ${b.commandLine}`);
  if (comparison.cells.length > 0) {
    print(context);
    print(context, comparisonTable(comparison));
  }
  const remarks = comparisonRemarks(comparison);
  if (remarks.length > 0) print(context);
  for (const remark of remarks) print(context, remark);
  print(context);
  print(context, comparisonSentence(comparison));
}

function comparisonTable(comparison: Comparison): string {
  const table = plainTable(
    ['server', 'strategy', 'm', 'figure', 'A', 'B', 'B / A', '95 % interval', 'B is'],
    ['left', 'left', 'right', 'left', 'right', 'right', 'right', 'right', 'left'],
  );
  for (const { server, strategy, m, figure, a, b, ratio, interval, verdict } of comparisonRows(comparison)) {
    table.push([server, strategy, m, figure, a, b, ratio, interval, verdict]);
  }
  // The table fills the last column up with spaces.
  return table.toString().replaceAll(/ +$/gm, '');
}

import { type Comparison, compare } from '../../../bench/compare/compare.ts';
import { SMALLEST_DIFFERENCE } from '../../../bench/compare/ratio-comparison.ts';
import { regressions } from '../../../bench/criteria/regressions.ts';
import { comparisonMarkdown } from '../../../bench/report/markdown/comparison-markdown.ts';
import {
  type ComparisonRow,
  comparisonRemarks,
  comparisonRows,
  comparisonSentence,
  undecidedCells,
} from '../../../bench/report/text/comparison-rows.ts';
import { TOO_SHORT } from '../../../bench/result/too-short.ts';
import { loadRun } from '../../../bench/store/load-run.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_ASSERTION_FAILED } from '../../terminal/exit-codes.ts';
import type { Tone } from '../../terminal/line.ts';
import { lineWidth } from '../../terminal/output.ts';
import { type Column, tableLines } from '../../terminal/table.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';

/** How a verdict is coloured. */
const TONES: Readonly<Record<string, Tone>> = {
  faster: 'good',
  slower: 'bad',
  mixed: 'doubtful',
  undecided: 'doubtful',
};

const COLUMNS: readonly Column<ComparisonRow>[] = [
  { head: 'server', long: 'cut', cell: ({ server }) => server },
  { head: 'strategy', long: 'cut', cell: ({ strategy }) => strategy },
  { head: 'm', align: 'right', cell: ({ m }) => m },
  { head: 'figure', cell: ({ figure }) => figure },
  { head: 'A', align: 'right', cell: ({ a }) => a },
  { head: 'B', align: 'right', cell: ({ b }) => b },
  { head: 'B / A', align: 'right', cell: ({ ratio }) => ratio },
  { head: '95 % interval', align: 'right', rank: 1, cell: ({ interval }) => interval },
  {
    head: 'B is',
    long: 'wrap',
    cell: ({ verdict: text }) => (TONES[text] === undefined ? text : { text, tone: TONES[text] }),
  },
];

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

  if (json) printJson(context, { ...comparison, regressions: worse });
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
function noteUnjudged(comparison: Comparison, context: CommandContext): void {
  if (comparison.leftOutCells > 0) note(context, 'warning: cells were left out, and not judged');
  for (const { since, names } of undecidedCells(comparison)) {
    const more = since === TOO_SHORT ? '--repeat 100' : '--repetitions 3';
    note(context, `warning: not judged, since ${since}: ${names}; bench with ${more}`);
  }
}

function printComparison(comparison: Comparison, context: CommandContext): void {
  const { a, b } = comparison;
  print(context, `A  ${a.id}  ${a.commandLine}`, '   ');
  print(context, `B  ${b.id}  ${b.commandLine}`, '   ');
  if (comparison.cells.length > 0) {
    print(context);
    const lines = tableLines(COLUMNS, comparisonRows(comparison), lineWidth(context.stdout));
    for (const line of lines) print(context, line);
  }
  const remarks = comparisonRemarks(comparison);
  if (remarks.length > 0) print(context);
  for (const remark of remarks) print(context, remark);
  print(context);
  print(context, { text: comparisonSentence(comparison), tone: 'answer' });
}

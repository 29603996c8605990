import type { Comparison } from '../../compare/compare.ts';
import type { ComparedCell, FigurePair } from '../../compare/compare-cell.ts';
import { PAIRED_LATENCY } from '../../compare/compare-latency.ts';
import { ASSUMED_RUN_NOISE } from '../../compare/run-noise.ts';
import { cellName, shortLevel } from '../../result/cell-group.ts';
import { figure, figureTitle, NOTHING } from '../../result/figures.ts';
import { MILLISECONDS, RATE, type Unit } from '../../result/unit.ts';

/** One line of a comparison's table: one figure of one cell, as text. */
export interface ComparisonRow {
  readonly server: string;
  readonly strategy: string;
  /** Or the rate, where that rises. */
  readonly m: string;
  readonly figure: string;
  readonly a: string;
  readonly b: string;
  /** B's figure over A's. */
  readonly ratio: string;
  /** The interval of the ratio. */
  readonly interval: string;
  readonly verdict: string;
}

/** The lines of a comparison's table, two for each cell. */
export function comparisonRows({ cells }: Comparison): ComparisonRow[] {
  return cells.flatMap((cell) => [
    row(cell, figureTitle(figure('goodput')), RATE, cell.goodputPerSecond),
    row(cell, PAIRED_LATENCY, MILLISECONDS, cell.latencyMs),
  ]);
}

/** One sentence on what a comparison has shown. */
export function comparisonSentence({ cells, leftOutCells }: Comparison): string {
  const named = (verdict: ComparedCell['verdict']) => cells.filter((cell) => cell.verdict === verdict);
  const judged = cells.length - named('not compared').length;
  const shown = (['faster', 'slower', 'mixed'] as const).flatMap((verdict) => {
    const names = named(verdict).map(cellName);
    return names.length === 0
      ? []
      : [`${verdict === 'mixed' ? 'both faster and slower' : verdict} on ${names.join(', ')}`];
  });
  const alike = named('no difference shown');
  const small = alike.filter(isTooSmall).length;
  const same = alike.length - small;
  const of = (count: number) => `${count} of ${judged} ${judged === 1 ? 'cell' : 'cells'}`;
  const open = named('undecided').length;
  const isOnlyOpen = open === judged;
  const clauses = [
    ...(shown.length === 0 ? [] : [`B is ${shown.join('; ')}`]),
    ...(same === 0 ? [] : [`no difference shown in ${of(same)}`]),
    ...(small === 0 ? [] : [`a difference too small to report in ${of(small)}`]),
    ...(open === 0 ? [] : [isOnlyOpen ? `undecided in ${of(open)}` : `${open} undecided`]),
    ...(leftOutCells === 0 ? [] : [`${leftOutCells} more ${leftOutCells === 1 ? 'was' : 'were'} left out`]),
  ];
  if (judged === 0) return 'Nothing could be compared.';
  const text = clauses.join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Which cells are undecided, one text for each reason. */
export function undecidedCells({ cells }: Pick<Comparison, 'cells'>): { since: string; names: string }[] {
  const groups = Map.groupBy(cells, ({ undecidedSince }) => undecidedSince);
  return [...groups].flatMap(([since, group]) =>
    since === undefined ? [] : [{ since, names: group.map(cellName).join(', ') }],
  );
}

/** Whether all that differs in a cell differs by less than is worth reporting. */
function isTooSmall({ goodputPerSecond, latencyMs }: ComparedCell): boolean {
  return [goodputPerSecond, latencyMs].some(({ comparison }) => comparison.ok && comparison.lessThan !== undefined);
}

/** What must be known to read a comparison: what was left out and why, and what else differs. */
export function comparisonRemarks({ cells, leftOut, notes }: Comparison): string[] {
  const figures = cells.flatMap((cell) => [
    { name: `the goodput of ${cellName(cell)}`, ...cell.goodputPerSecond },
    { name: `the latency of ${cellName(cell)}`, ...cell.latencyMs },
  ]);
  const missing = figures.flatMap(({ name, comparison }) => (comparison.ok ? [] : [{ name, why: comparison.why }]));
  const reasons = Map.groupBy(missing, ({ why }) => why);
  const isAssumed = figures.some(({ comparison }) => comparison.ok && comparison.runNoise === 'assumed');
  const assumed = `nothing was repeated, so how much runs differ by chance is assumed (${ASSUMED_RUN_NOISE * 100} %)`;
  return [
    ...leftOut.map((line) => `left out: ${line}`),
    ...[...reasons].map(([why, group]) => `left out: ${group.map(({ name }) => name).join(', ')}, since ${why}`),
    ...notes.map((line) => `note: ${line}`),
    ...(missing.length === figures.length ? [] : [`note: the 95 % are for the ${figures.length} intervals together`]),
    ...undecidedCells({ cells }).map(({ since, names }) => `note: undecided, since ${since}: ${names}`),
    ...(isAssumed ? [`note: ${assumed}; npx flaglab bench --repetitions 3 measures it`] : []),
  ];
}

function row(cell: ComparedCell, compared: string, unit: Unit, { a, b, comparison }: FigurePair): ComparisonRow {
  const { server, strategy } = cell;
  const text = (value: number | undefined) => (value === undefined ? NOTHING : unit.text(value));
  const common = { server, strategy, m: shortLevel(cell), figure: compared, a: text(a), b: text(b) };
  if (!comparison.ok) return { ...common, ratio: NOTHING, interval: NOTHING, verdict: 'not compared' };
  const { ratio, low, high, lessThan } = comparison;
  const verdict =
    comparison.verdict !== 'no difference shown' || lessThan === undefined
      ? comparison.verdict
      : `under ${Number((lessThan * 100).toFixed(2))} %: too small to report`;
  return { ...common, ratio: ratio.toFixed(2), interval: `${low.toFixed(2)} to ${high.toFixed(2)}`, verdict };
}

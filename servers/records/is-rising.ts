/** The chance of calling a row a rise that only jitters: one in a hundred. */
const SIGNIFICANCE = 0.01;

/** What jitter of ± 50 % can make of a constant wait at most: 1.5 times it over 0.5 times it. */
const JITTER_RATIO = 3;

/** So many rows, and so many numbers of each, are looked at: more would say the same, only later. */
const MAX_ROWS = 50;
const MAX_NUMBERS = 20;

/**
 * Whether the numbers of some rows rise within their rows, more than jitter explains: significantly, or, where they are too
 * few for that, steeply. Three have six orders only. There each row of three or more must rise at every step, and to more
 * than three times its first number: jitter of up to ± 50 % cannot make that of a constant. Jitter between nothing and
 * the whole can, in a single row of three, in 9 cases of 100.
 *
 * @param least a number that is not larger by more than this is not larger
 */
export function isRising(rows: readonly (readonly number[])[], least = 0): boolean {
  const looked = looksAt(rows);
  const areTooFew = chanceOfInversions(sizesOf(looked), 0) > SIGNIFICANCE;
  return areTooFew ? isSteep(looked, least) : isSignificantlyRising(looked, least);
}

/**
 * Whether the numbers rise in a way that chance brings about once in a hundred; never where they are few.
 *
 * Numbers that only jitter, by whatever distribution, are as likely in one order as in any other. So the pairs of a row
 * that rise are counted over all rows, as in the seasonal Kendall test (Kendall, "A New Measure of Rank Correlation",
 * Biometrika 30, 1938; Hirsch, Slack and Smith, "Techniques of Trend Analysis for Monthly Water Quality Data", Water
 * Resources Research 18, 1982), and compared with the exact distribution of that count over all orders. It must be
 * among the highest hundredth. Rows of different base are no trouble, because numbers are compared within rows alone.
 *
 * @param least as in {@link isRising}
 */
export function isSignificantlyRising(rows: readonly (readonly number[])[], least = 0): boolean {
  const looked = looksAt(rows);
  const pairs = looked.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  const rising = looked.reduce((sum, row) => sum + risingPairs(row, least), 0);
  return chanceOfInversions(sizesOf(looked), pairs - rising) <= SIGNIFICANCE;
}

function looksAt(rows: readonly (readonly number[])[]): number[][] {
  return rows
    .filter(({ length }) => length > 1)
    .slice(0, MAX_ROWS)
    .map((row) => row.slice(0, MAX_NUMBERS));
}

function sizesOf(rows: readonly (readonly number[])[]): number[] {
  return rows.map(({ length }) => length);
}

function risingPairs(row: readonly number[], least: number): number {
  return row.reduce((sum, from, i) => sum + row.slice(i + 1).filter((to) => to - from > least).length, 0);
}

function isSteep(rows: readonly (readonly number[])[], least: number): boolean {
  const long = rows.filter(({ length }) => length >= 3);
  const rises = (row: readonly number[]) => row.slice(1).every((to, i) => to - row[i]! > least);
  return long.length > 0 && long.every((row) => rises(row) && row.at(-1)! > JITTER_RATIO * row[0]!);
}

/**
 * The chance that rows of these sizes, each in an order drawn by lot, have so many inversions or fewer. The nth number
 * of a row makes 0 to n − 1 inversions with those before it, each as likely.
 */
function chanceOfInversions(sizes: readonly number[], most: number): number {
  let chances = new Float64Array(most + 1);
  chances[0] = 1;
  for (const size of sizes) {
    for (let n = 2; n <= size; n++) {
      const next = new Float64Array(most + 1);
      for (let inversions = 0, window = 0; inversions <= most; inversions++) {
        window += chances[inversions]! - (chances[inversions - n] ?? 0);
        next[inversions] = window / n;
      }
      chances = next;
    }
  }
  return chances.reduce((sum, chance) => sum + chance, 0);
}

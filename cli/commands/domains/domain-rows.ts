import type { ProbedDomain, ProbeKind } from '../../../clients/domains/probed-domain.ts';
import type { Line } from '../../terminal/line.ts';
import { lineWidth, type Output } from '../../terminal/output.ts';
import { type Column, Table } from '../../terminal/table.ts';
import { cut } from '../../terminal/text-width.ts';

/** A name in the column of what became of it. */
type Row = Readonly<Partial<Record<ProbeKind, string>>>;

const HEADS: Readonly<Record<ProbeKind, string>> = { found: 'FOUND', notFound: 'NOT FOUND', failed: 'FAILED' };
const KINDS = Object.keys(HEADS) as ProbeKind[];
const RULE: Row = Object.fromEntries(KINDS.map((kind) => [kind, '='.repeat(HEADS[kind].length)]));

/** As in the book, but for the failed, which it takes for not found. */
const MARKS: Readonly<Record<ProbeKind, string>> = { found: '+', notFound: ' ', failed: '?' };

/** The results as a table of three columns, which can be printed row by row: its widths depend on the names alone. */
export class DomainRows {
  readonly #table: Table<Row>;

  constructor(names: readonly string[], output: Pick<Output, 'isTTY' | 'columns'>) {
    const columns = KINDS.map(
      (kind): Column<Row> => ({ head: HEADS[kind], long: 'cut', cell: (row) => row[kind] ?? '' }),
    );
    const everywhere = names.map((name) => Object.fromEntries(KINDS.map((kind) => [kind, name])));
    this.#table = new Table(columns, everywhere, lineWidth(output));
  }

  /** The columns' heads, underlined. */
  get head(): Line[] {
    return [this.#table.head, ...this.#table.lines(RULE)];
  }

  /** The row of one result. */
  line({ name, kind }: ProbedDomain): Line {
    return this.#table.lines({ [kind]: name })[0]!;
  }
}

/** A result as the book prints it: `+ if.dev`. */
export function markedLine({ name, kind }: ProbedDomain, output: Pick<Output, 'isTTY' | 'columns'>): string {
  return cut(`${MARKS[kind]} ${name}`, lineWidth(output));
}

import { doubtsOf } from '../../../bench/report/text/verdict-doubts.ts';
import { verdictAnswer, verdictRows } from '../../../bench/report/text/verdict-text.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';
import type { Output } from '../../terminal/command-context.ts';
import type { Line } from '../../terminal/line.ts';
import { wrapped } from '../../terminal/wrapped.ts';

/** Where the figures of the rows begin. */
const INDENT = ' '.repeat(15);

/** A verdict as lines for people: rows of `what  figure`, what is doubtful, and last of all the answer. */
export function verdictLines(verdict: Verdict, withName: boolean, output: Pick<Output, 'isTTY' | 'columns'>): Line[] {
  const rows = verdictRows(verdict).flatMap(([what, figure]) => {
    return wrapped(`  ${what.padEnd(INDENT.length - 2)}${figure}`, output, INDENT);
  });
  const doubts = doubtsOf(verdict).flatMap((doubt) => wrapped(`  note: ${doubt}`, output, '    '));
  const answer = { text: verdictAnswer(verdict), tone: 'answer' } as const;
  return [`${verdict.label} saw${withName ? nameText(verdict) : ''}:`, ...rows, ...doubts, answer];
}

/** What a client called its run, without what a terminal would take for a command. */
export function printable(run: string): string {
  return run.replaceAll(/[^\x20-\x7e]/g, '?');
}

function nameText({ run }: Verdict): string {
  return run === undefined ? ' of requests without a run' : ` of run ${printable(run)}`;
}

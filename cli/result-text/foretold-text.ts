import type { Foretold } from '../../bench/lesson/foretold.ts';

/** A prediction, the plan and what came of it, in one sentence: `You said 20 times as fast; by the plan it is 11.7, and 11.4 was measured.` */
export function foretoldText({ unit, predicted, planned, measured }: Foretold): string {
  const said = predicted === undefined ? 'You foretold nothing' : `You said ${rounded(predicted)} ${unit}`;
  const plan = planned === undefined ? [] : [`by the plan it is ${rounded(planned)}`];
  const came = measured === undefined ? 'nothing was measured' : `${rounded(measured)} was measured`;
  const known = [...plan, came].join(', and ');
  return `${said}; ${known}${predicted === undefined ? ` ${unit}` : ''}.`;
}

/** As finely as it matters beside a guess. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

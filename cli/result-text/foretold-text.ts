import type { Foretold } from '../../bench/lesson/foretold.ts';

/** A prediction, the plan and what came of it, in one sentence: `You said 20 times as fast; by the plan it is 11.7, and 11.4 was measured.` */
export function foretoldText({ predicted, planned, measured, ...units }: Foretold): string {
  const said =
    predicted === undefined ? 'You foretold nothing' : `You said ${rounded(predicted)} ${unitOf(predicted, units)}`;
  if (measured === undefined) return `${said}; nothing was measured.`;
  if (planned === undefined) return `${said}; measured: ${rounded(measured)} ${unitOf(measured, units)}.`;
  const unit = predicted === undefined ? ` ${unitOf(planned, units)}` : '';
  return `${said}; by the plan it is ${rounded(planned)}${unit}, and ${rounded(measured)} was measured.`;
}

function unitOf(value: number, { unit, unitOfOne = unit }: Pick<Foretold, 'unit' | 'unitOfOne'>): string {
  return rounded(value) === '1' ? unitOfOne : unit;
}

/** As finely as it matters beside a guess. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

import type { Foretold } from '../../bench/lesson/foretold.ts';
import type { Measured } from '../../bench/lesson/lesson.ts';
import type { LessonOfRun } from './lesson-of-run.ts';

/** What is counted. */
type Units = Pick<Foretold, 'unit' | 'unitOfOne'>;

/**
 * A prediction, the plan and what came of it, in one sentence: `You said 20 times as fast; by the plan it is 11.7, and 11.4 was
 * measured.` Where a run has only narrowed it down: `…; by the plan it is 28, and by the measured times alone 17 to 32.`
 */
export function foretoldText({ predicted, planned, measured, ...units }: Foretold): string {
  const said =
    predicted === undefined ? 'You foretold nothing' : `You said ${rounded(predicted)} ${unitOf(predicted, units)}`;
  if (measured === undefined) return `${said}; nothing was measured.`;
  if (planned === undefined) return withoutPlan(said, measured, units);
  const unit = predicted === undefined ? ` ${unitOf(planned, units)}` : '';
  const plan = `by the plan it is ${rounded(planned)}${unit}`;
  if (typeof measured === 'number') return `${said}; ${plan}, and ${rounded(measured)} was measured.`;
  const { low, high } = measured;
  const and = planned < low || planned > high ? 'but' : 'and';
  return `${said}; ${plan}, ${and} by the measured times alone ${rounded(low)} to ${rounded(high)}.`;
}

/** The same with the lesson that it is about: `Lesson 2: You said …`. */
export function lessonText({ number, ...foretold }: LessonOfRun): string {
  return `Lesson ${number}: ${foretoldText(foretold)}`;
}

function withoutPlan(said: string, measured: Measured, units: Units): string {
  if (typeof measured === 'number') return `${said}; measured: ${rounded(measured)} ${unitOf(measured, units)}.`;
  const { low, high } = measured;
  return `${said}; by the measured times it is ${rounded(low)} to ${rounded(high)} ${unitOf(high, units)}.`;
}

function unitOf(value: number, { unit, unitOfOne = unit }: Units): string {
  return rounded(value) === '1' ? unitOfOne : unit;
}

/** As finely as it matters beside a guess. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

import type { Curve } from '../../result/curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { NO_VERDICT } from '../../sweep/explain-curve.ts';
import { headline } from './headline.ts';

/** Where more concurrency stops paying, and how far m may go where that was asked for. */
function curveAnswers({ server, strategy, highest, verdict }: Curve): string[] {
  const asked = highest === undefined ? [] : [`${strategy} on ${server}: ${highest.sentence}.`];
  return [...asked, `${verdict?.sentence ?? NO_VERDICT}.`];
}

/** What its sweeps come to. A search has looked at more than its curve shows: its own answer stands alone. */
export function sweepAnswers({ curves, answer }: BenchResult): string[] {
  return answer === undefined ? curves.flatMap(curveAnswers) : [];
}

/** What a bench comes to where there is one place for it: its headline or, without one, what its sweeps come to. Undefined without either. */
export function onlyAnswer(result: BenchResult): string | undefined {
  return headline(result) ?? (sweepAnswers(result).join(' ') || undefined);
}

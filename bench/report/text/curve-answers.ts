import type { Curve } from '../../result/curve.ts';
import type { BenchResult } from '../../result/result.ts';
import { NO_VERDICT } from '../../sweep/explain-curve.ts';
import { headline } from './headline.ts';

/** What a sweep comes to: where more concurrency stops paying, and how far m may go where that was asked for. */
export function curveAnswers({ server, strategy, highest, verdict }: Curve): string[] {
  const asked = highest === undefined ? [] : [`${strategy} on ${server}: ${highest.sentence}.`];
  return [...asked, `${verdict?.sentence ?? NO_VERDICT}.`];
}

/** What a bench comes to where there is one place for it: its headline or, without one, what its sweeps come to. Undefined without either. */
export function onlyAnswer(result: BenchResult): string | undefined {
  return headline(result) ?? (result.curves.flatMap(curveAnswers).join(' ') || undefined);
}

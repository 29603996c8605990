import { expect, it } from 'vitest';
import { headline } from '../../../../bench/report/text/headline.ts';
import { onlyAnswer } from '../../../../bench/report/text/sweep-answers.ts';
import { benchSample } from '../../../helpers/bench/bench-sample.ts';

it('answers by what is enough where a sweep alone was measured', () => {
  const { result } = benchSample({ servers: ['DELAY'], strategies: ['async'], levels: [1, 5, 20] });
  expect(headline(result)).toBeUndefined();
  expect(onlyAnswer(result)).toMatch(/^async on DELAY: m = \d+ (is|would be) enough.*\.$/);
});

it('answers by the headline where there is one, and by nothing where nothing was measured', () => {
  const { result } = benchSample({ servers: ['DELAY'], strategies: ['sequential', 'async'], levels: [20] });
  expect(onlyAnswer(result)).toBe(headline(result));
  expect(onlyAnswer({ ...result, cells: [], curves: [] })).toBeUndefined();
});

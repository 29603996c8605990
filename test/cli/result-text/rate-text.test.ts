import { expect, it } from 'vitest';
import { rateLines } from '../../../cli/result-text/rate-text.ts';
import { climbed, serves } from '../../helpers/bench/climbed-run.ts';
import { shownLines } from '../../helpers/shown-lines.ts';

it('shows a row for each rate, ascending, and what became of it', () => {
  const { curves } = climbed({ LIMITED: serves(83) }, { refinements: 1 });
  expect(shownLines(rateLines(curves[0]!, 100)).join('\n')).toBe(`\
LIMITED: goodput over the rate of requests, until errors>1%
 rate  offered  goodput  errors       p50       p95  what became of it
 10/s   10.0/s   10.0/s     0 %  101.0 ms  105.0 ms  took it
 20/s   20.0/s   20.0/s     0 %  101.0 ms  105.0 ms  took it
 40/s   40.0/s   40.0/s     0 %  101.0 ms  105.0 ms  took it
 80/s   80.0/s   80.0/s     0 %  101.0 ms  105.0 ms  took it
110/s  110.0/s   83.0/s    25 %  101.0 ms  105.0 ms  condition met
160/s  160.0/s   83.0/s    48 %  101.0 ms  105.0 ms  condition met`);
});

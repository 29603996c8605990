import { describe, expect, it } from 'vitest';
import { compare } from '../../../../bench/compare/compare.ts';
import { checkAssertions, parseAssertion } from '../../../../bench/criteria/assertion.ts';
import { regressions } from '../../../../bench/criteria/regressions.ts';
import { comparisonMarkdown } from '../../../../bench/report/markdown/comparison-markdown.ts';
import { escapeMarkdown, markdownCode } from '../../../../bench/report/markdown/escape-markdown.ts';
import { markdownReport } from '../../../../bench/report/markdown/markdown-report.ts';
import { benchResult, measuredCell } from '../../../helpers/bench/bench-result.ts';
import { reportedResult } from '../../../helpers/bench/reported-run.ts';
import { simulatedRun } from '../../../helpers/bench/simulated-run.ts';

describe('the Markdown report', () => {
  it('has the assertions, a line for each server, strategy and m, the knees, the warnings and how it was run', async () => {
    const result = reportedResult();
    const assertions = ['async.DELAY.goodput > 30', 'sequential.DELAY.elapsed < 5s'].map(parseAssertion);
    const text = markdownReport(result, checkAssertions(assertions, result));
    await expect(text).toMatchFileSnapshot('../../../golden/report.md');
  });

  it('leaves out what there is nothing to say of', () => {
    const text = markdownReport(benchResult([measuredCell({ server: 'LOCAL', strategy: 'async' })]), []);
    expect(text).toMatch(/^## Flag Lab: 1 of 1 cells measured\n/);
    expect(text.split('<details>')[0]).not.toMatch(/Failed|Warnings|Sweeps|assertions|^- /m);
  });
});

describe('the Markdown report of a comparison', () => {
  it('has the verdict, the regressions, a table, and what was left out or noted', async () => {
    const cells = [
      { server: 'DELAY', strategy: 'async', m: 20 },
      { server: 'ERROR', strategy: 'workers', m: 8 },
    ];
    const a = simulatedRun({ cells: [...cells, { server: 'LOCAL', strategy: 'async', m: 4 }], noiseSeed: 1 });
    const b = simulatedRun({ cells, noiseSeed: 2, slowness: ({ server }) => (server === 'ERROR' ? 1.4 : 1) });
    const comparison = compare(a, b);
    const text = comparisonMarkdown(comparison, regressions(comparison, 0.05));
    await expect(text).toMatchFileSnapshot('../../../golden/comparison.md');
  });
});

describe('text in Markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
    ['<b> & [c](d) $e$', '\\<b\\> \\& \\[c\\](d) \\$e\\$'],
    ['a\n\nb', 'a b'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['---', '\\---'],
    ['1. a', '1\\. a'],
    ['1.5 s, -2 ms', '1.5 s, -2 ms'],
    ['for @you, see #7', 'for @<!-- -->you, see #<!-- -->7'],
    ['async@64.DELAY.p95 <= 5%', 'async@64.DELAY.p95 \\<= 5%'],
  ])('says itself: %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it.each([
    ['a <b>', '`a <b>`'],
    ['a `b` c', '``a `b` c``'],
    ['`a`', '`` `a` ``'],
    ['a\nb', '`a b`'],
  ])('is code letter by letter: %j', (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });
});

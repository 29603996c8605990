import { describe, expect, it } from 'vitest';
import { checkAssertions, parseAssertion } from '../../../bench/criteria/assertion.ts';
import { escapeXml } from '../../../bench/report/escape-xml.ts';
import { junitReport } from '../../../bench/report/junit.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { reportedResult } from '../../helpers/bench/reported-run.ts';

describe('the JUnit report', () => {
  it('has a case for each cell, measured, failed or not run, and for each assertion', async () => {
    const result = reportedResult();
    const assertions = ['async.DELAY.goodput > 30', 'sequential.DELAY.elapsed < 5s', 'hybrid.DELAY.errors == 0'];
    const text = junitReport(result, checkAssertions(assertions.map(parseAssertion), result));
    await expect(text).toMatchFileSnapshot('../../golden/report.junit.xml');
  });

  it('has no suite of assertions where there are none', () => {
    const text = junitReport(benchResult([measuredCell({ server: 'LOCAL', strategy: 'async' })]), []);
    expect(text).toContain(
      '<testsuites name="flaglab bench" tests="1" failures="0" errors="0" skipped="0" time="1.000">',
    );
    expect(text).not.toContain('assertions');
  });
});

describe('text in XML', () => {
  it('is escaped, its white space too, and what XML cannot hold is replaced', () => {
    expect(escapeXml(`<a b="c">&'\t\n`)).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;&#9;&#10;');
    expect(escapeXml('a\u0000b\u001bc\ud800d\uffff')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd');
    expect(escapeXml('São Tomé 🇸🇹')).toBe('São Tomé 🇸🇹');
  });
});

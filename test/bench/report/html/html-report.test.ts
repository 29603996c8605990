import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { htmlReport, requirePage } from '../../../../bench/report/html/html-report.ts';
import { reportData } from '../../../../bench/report/html/report-data.ts';
import { DataError } from '../../../../lib/errors/data-error.ts';
import { buildPage } from '../../../../scripts/build-page.ts';
import { benchSample, type Sample } from '../../../helpers/bench/bench-sample.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const DATA = /<script id="data" type="application\/json">(.*?)<\/script>/s;
const MEGABYTE = 1_000_000;

const small = benchSample({ servers: ['DELAY'], strategies: ['sequential', 'async'], levels: [1, 2, 4, 8, 16, 20] });

function htmlOf({ result, records }: Sample): string {
  return htmlReport(result, records);
}

function dataOf(html: string): unknown {
  return JSON.parse(DATA.exec(html)![1]!);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

beforeAll(() => buildPage('report', join(ROOT, 'web/dist')));

describe('the HTML report', () => {
  it('holds the data that the page draws, and is titled by the run', () => {
    const html = htmlOf(small);
    expect(dataOf(html)).toEqual(JSON.parse(JSON.stringify(reportData(small.result, small.records))));
    expect(html).toContain(`<title>Flag Lab bench ${small.result.id}</title>`);
  });

  it('is the same text whenever it is made', () => {
    expect(htmlOf(small)).toBe(htmlOf(small));
  });

  it('is under 1 MB for a bench as it is by default, and for one with every flag, strategy and server', () => {
    const strategies = ['sequential', 'workers', 'async', 'hybrid', 'adaptive'];
    const servers = ['LOCAL', 'DELAY', 'ERROR', 'LIMITED'];
    const byDefault = benchSample({ servers, strategies, levels: [1, 20] });
    const large = benchSample({ servers, strategies, levels: [1, 8, 64, 128], items: 194, repetitions: 2 });
    expect(htmlOf(byDefault).length).toBeLessThan(MEGABYTE / 2);
    expect(htmlOf(large).length).toBeLessThan(MEGABYTE);
  });

  it('is one file: it loads nothing, and its policy lets it load nothing', () => {
    const html = htmlOf(small);
    expect(html).toContain(`content="default-src 'none';`);
    expect(html).not.toMatch(/<(?:script|img|iframe|source)[^>]*\ssrc=/);
    expect(html).not.toMatch(/<link[^>]*\shref="(?!data:)/);
    expect(html).not.toMatch(/@import|url\(\s*["']?https?:|\bimport\(|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/);
  });

  it('stays whole whatever the data says', () => {
    const evil = `</script><script>alert(1)</script><!-- $& $' \u2028 "'`;
    const [cell, ...others] = small.result.cells;
    const result = { ...small.result, commandLine: evil, id: evil, cells: [{ ...cell!, strategy: evil }, ...others] };
    const html = htmlReport(result, small.records);
    const data = dataOf(html) as { commandLine: string; strategies: string[] };
    expect([data.commandLine, data.strategies[0]]).toEqual([evil, evil]);
    expect(html).not.toContain('<script>alert(1)');
    expect([count(html, '</script>'), count(html, '<!--')]).toEqual(
      ['</script>', '<!--'].map((part) => count(htmlOf(small), part)),
    );
  });

  it('names the licences of what is in it', () => {
    expect(htmlOf(small)).toMatch(/## @observablehq\/plot - \S+ \(ISC\)[\s\S]+## preact - \S+ \(MIT\)/);
  });

  it('says which command makes its page when that is missing or no longer fits', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'report.html');
    const make = () => htmlReport(small.result, small.records, { page: file });
    expect(make).toThrow(DataError);
    expect(make).toThrow('npm run build:web');
    expect(() => requirePage(file)).toThrow('npm run build:web');
    expect(requirePage).not.toThrow();
    writeFileSync(file, readFileSync(join(ROOT, 'web/report.html'), 'utf8').replace('id="data"', 'id="other"'));
    expect(make).toThrow('npm run build:web');
  });
});

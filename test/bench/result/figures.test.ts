import { describe, expect, it } from 'vitest';
import { checkAssertions, parseAssertion } from '../../../bench/criteria/assertion.ts';
import { reportData } from '../../../bench/report/html/report-data.ts';
import { markdownReport } from '../../../bench/report/markdown/markdown-report.ts';
import { parseConditions } from '../../../bench/result/condition.ts';
import { FIGURES, figureText, figureTitle } from '../../../bench/result/figures.ts';
import { parseResult } from '../../../bench/store/parse-result.ts';
import { benchTable } from '../../../cli/result-text/bench-table.ts';
import { summarySchema } from '../../../scripts/docs.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { shownLines } from '../../helpers/shown-lines.ts';

/** A cell that has every figure, none of them like another. */
const CELL = measuredCell({
  server: 'DELAY',
  strategy: 'async',
  elapsedMs: 500,
  items: 640,
  outcomes: { ok: 500, notFound: 12, httpError: 100, timeout: 20, networkError: 5, cancelled: 3 },
  idealMs: 480,
  scheduleMs: 490,
  latencyP50Ms: 210,
  latencyP95Ms: 430,
  latencyP99Ms: 470,
  overheadP50Ms: 1.5,
  cpuSeconds: 0.25,
  peakRssBytes: 80 * 1024 ** 2,
  eventLoopDelayP99Ms: 2.5,
  peakInFlight: 20,
  meanInFlight: 17.4,
  connections: 19,
  lateStarts: 4,
  bunched: 3,
  offeredPerSecond: 38.5,
  waitGrowthMs: 12.25,
  cpuWorkMs: 5.125,
});
const RESULT = benchResult([CELL]);

/** The cells of a line whose columns are two blanks apart, or between bars. */
const cellsOf = (line = '') => line.split(/ {2,}|\s*\|\s*/).filter((text) => text !== '');

describe.each(FIGURES.map((figure) => ({ ...figure, title: figureTitle(figure) })))('the figure $name', (figure) => {
  const { name, field, title } = figure;

  it('is asserted, and asked of a level, by its name', () => {
    const assertion = parseAssertion(`async.DELAY.${name} >= 0`);
    expect(assertion.figure.field).toBe(field);
    expect(checkAssertions([assertion], RESULT)[0]).toMatchObject({ ok: true, actual: CELL[field] });
    expect(parseConditions(`${name}>=0`)[0]!.figure.name).toBe(name);
  });

  it('has a field in JSON that begins or goes on with its name, and says there what it is', () => {
    expect(field.toLowerCase()).toContain(name.toLowerCase().replace(/s$/, ''));
    expect(parseResult(JSON.stringify(RESULT), 'summary.json').cells[0]).toHaveProperty(field, CELL[field]);
    expect(summarySchema()).toContain(`"${field}": {\n`);
    expect(summarySchema()).toContain(figure.definition);
  });

  it('is called the same and written the same in the page of the report', () => {
    const { definitions, figures } = reportData(RESULT, []);
    expect(definitions.find((definition) => definition.name === name)?.title).toBe(title);
    expect(figures[0]!.texts[name]).toBe(figureText(figure, CELL));
  });
});

describe('every column of figures', () => {
  it.each([
    ['in the terminal', () => shownLines(benchTable([CELL], Number.POSITIVE_INFINITY).lines).map(cellsOf)],
    [
      'in Markdown',
      () =>
        markdownReport(RESULT, [])
          .split('\n')
          .filter((line) => /^\| (server|DELAY)/.test(line))
          .map(cellsOf),
    ],
  ])('%s has the title of a figure, and its text', (_, table) => {
    const [head, row] = table();
    const known = new Set(['server', 'strategy', 'm', 'ok', 'not found', 'speed-up']);
    const shown = head!.flatMap((title, i) => (known.has(title) ? [] : [[title, row![i]]]));
    expect(shown.length).toBeGreaterThan(5);
    const all = new Map(FIGURES.map((figure) => [figureTitle(figure), figureText(figure, CELL)]));
    for (const [title, text] of shown) expect(text, title).toBe(all.get(title!));
  });
});

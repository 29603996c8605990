import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMeasured } from '../../../bench/result/cell.ts';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { isClean } from '../../../bench/sweep/curve-verdict.ts';
import { cutTimeline } from '../../../bench/timeline/cut-timeline.ts';
import { uncountedLevels } from '../../../web/charts/plot/uncounted-levels.ts';
import { benchResult, failedCell } from '../../helpers/bench/bench-result.ts';
import { benchSample, type Sample } from '../../helpers/bench/bench-sample.ts';
import { climbedResult } from '../../helpers/bench/climbed-run.ts';
import { type LookOptions, type OpenReport, ReportBrowser } from '../../helpers/bench/report-page.ts';

const STRATEGIES = ['sequential', 'async', 'adaptive'];

const swept = benchSample({
  servers: ['LOCAL', 'ERROR', 'LIMITED'],
  strategies: STRATEGIES,
  levels: [1, 2, 4, 8, 16, 20],
  repetitions: 2,
});
const doubted: Sample = {
  ...swept,
  result: {
    ...swept.result,
    warnings: [{ kind: 'timer', cell: 0, message: 'the server was late', hint: 'end other work' }],
  },
};
const single = benchSample({ servers: ['DELAY'], strategies: STRATEGIES, levels: [20] });

let browser: ReportBrowser;
/** The report that several tests look at, and none of them changes. */
let report: OpenReport;

beforeAll(async () => {
  browser = await ReportBrowser.start();
  report = await browser.open(doubted);
});

afterAll(() => browser?.[Symbol.asyncDispose]());

/** Opens a report, and fails when the browser has something to complain about. */
async function look(sample: Sample, work: (page: Page) => Promise<void>, options?: LookOptions): Promise<void> {
  const { page, complaints } = await browser.open(sample, options);
  try {
    await work(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.context().close();
  }
}

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? '';
}

/** The brightness of a CSS colour such as `rgb(21, 23, 27)`, from 0 to 1. */
function brightness(color: string): number {
  const [red, green, blue] = color.match(/[\d.]+/g)!.map(Number);
  return (0.2126 * red! + 0.7152 * green! + 0.0722 * blue!) / 255;
}

async function bodyBrightness(page: Page): Promise<{ paper: number; ink: number }> {
  const style = (property: string) => page.evaluate<string>(`getComputedStyle(document.body).${property}`);
  return { paper: brightness(await style('backgroundColor')), ink: brightness(await style('color')) };
}

/** How wide the page is, and which texts of charts lie beside the window. */
function sideways(page: Page): Promise<{ width: number; outside: string[] }> {
  return page.evaluate(`({
    width: document.documentElement.scrollWidth,
    outside: [...document.querySelectorAll('svg[role=img] text')].filter((text) => {
      const { left, right } = text.getBoundingClientRect();
      return left < 0 || right > innerWidth;
    }).map((text) => text.textContent),
  })`);
}

describe('the report', () => {
  it('opens from disk without complaints or requests, and has every section with its charts', async () => {
    const { page, complaints } = report;
    const charts = (await page.locator('section[id]').all()).map(async (section) => [
      await section.getAttribute('id'),
      await section.locator('svg[role=img]').count(),
    ]);
    expect(Object.fromEntries(await Promise.all(charts))).toEqual({
      goodput: 3,
      efficiency: 2,
      times: 2,
      requests: 3,
      limit: 3,
      latency: 3,
      outcomes: 3,
      figures: 0,
      costs: 0,
      warnings: 0,
      run: 0,
    });
    expect(complaints).toEqual([]);
  });

  it('says which run it is, what there is to see, what casts doubt on it, and how it was run', async () => {
    const { page } = report;
    expect(await textOf(page, 'h1')).toContain(swept.result.id);
    expect(await textOf(page, '.headline')).toMatch(/^With \d+ requests in flight [\w, ]+ finished/);
    expect(await textOf(page, '.doubts')).toMatch(/^Before you trust the figures, read this: 1 warning\.$/);
    expect(await textOf(page, '#warnings')).toMatch(
      /Close other programs\.This computer was busy; times may be too long: LOCAL sequential at m = 1\./,
    );
    expect(await textOf(page, '#run')).toContain(swept.result.commandLine);
  });

  it('gives every chart a title, axes with their units, and a legend', async () => {
    const { page } = report;
    const chart = (section: string) => textOf(page, `#${section} svg[role=img] >> nth=-1`);
    expect(await page.locator('figure').count()).toBe(
      await page.locator('figcaption').filter({ hasText: /\w/ }).count(),
    );
    expect(await chart('goodput')).toMatch(/m, requests in flight.*goodput, ok per second/);
    expect(await chart('efficiency')).toMatch(/m, requests in flight.*efficiency, % of the ideal/);
    expect(await chart('times')).toMatch(/% of the elapsed time/);
    expect(await textOf(page, '#times .legend')).toMatch(/injected by the faults.*slots empty/);
    expect(await chart('requests')).toMatch(/time since the strategy's first request, s/);
    expect(await chart('limit')).toMatch(/time since the first request, ms.*limit, requests in flight/);
    expect(await chart('latency')).toMatch(/latency, ms.*at most so long, %/);
    expect(await chart('outcomes')).toMatch(/flags/);
    for (const strategy of STRATEGIES) expect(await textOf(page, '#goodput .legend')).toContain(strategy);
  });

  it('draws a strategy in the same colour everywhere', async () => {
    const { page } = report;
    const drawn = (section: string) => page.locator(`#${section} svg[role=img] [fill="var(--strategy-3)"]`).count();
    expect(
      await page
        .locator('.legend li', { hasText: /^\s*async$/ })
        .first()
        .innerHTML(),
    ).toContain('--strategy-3');
    for (const section of ['goodput', 'efficiency', 'requests', 'latency'])
      expect(await drawn(section)).toBeGreaterThan(0);
  });

  it('has no text smaller than 16 pixels', async () => {
    const sizes = await report.page.evaluate<number[]>(
      `[...document.querySelectorAll('svg text, p, li, td, th, dd, figcaption')].map((element) => parseFloat(getComputedStyle(element).fontSize))`,
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
  });

  it('scrolls sideways neither in a window of 1280 pixels nor in one of 800', async () => {
    expect(await sideways(report.page)).toEqual({ width: 1280, outside: [] });
    await look(doubted, async (page) => expect(await sideways(page)).toEqual({ width: 800, outside: [] }), {
      width: 800,
    });
  });

  it('is light or dark as the system is, and light in print', async () => {
    const light = await bodyBrightness(report.page);
    expect(light.paper - light.ink).toBeGreaterThan(0.7);
    await look(
      single,
      async (page) => {
        const dark = await bodyBrightness(page);
        expect(dark.ink - dark.paper).toBeGreaterThan(0.7);
        await page.emulateMedia({ media: 'print' });
        expect(await bodyBrightness(page)).toEqual(light);
        expect(await page.locator('nav').isVisible()).toBe(false);
      },
      { scheme: 'dark' },
    );
  });
});

describe('a level at which something was refused', () => {
  const refusedFromM = 16;
  const cells = swept.result.cells.filter(isMeasured).map((cell) => {
    const isRefused = cell.server === 'LIMITED' && cell.strategy === 'async' && cell.m >= refusedFromM;
    return isRefused ? { ...cell, refused: 3 } : cell;
  });
  const refusing = { ...swept, result: { ...swept.result, cells, curves: analyseSweeps(cells, 42) } };
  const hollow = (page: Page) => page.locator('#goodput [data-mark=dot][fill="var(--paper)"] > *');

  it('is hollow and crossed out on its curve, with a key where there is one', async () => {
    await look(refusing, async (page) => {
      const panel = page.locator('#goodput .panel');
      const key = /some were refused, or no speed is given: does not count/;
      expect(await panel.filter({ hasText: key }).locator('figcaption').allTextContents()).toEqual([
        'LIMITED: goodput over requests in flight',
      ]);
      expect(await hollow(page).count()).toBe(2);
      const places = (marks: Locator) => marks.evaluateAll((all) => all.map((one) => one.getAttribute('transform')));
      const crosses = page.locator('#goodput [data-mark=dot][stroke="var(--strategy-3)"] path[d*="M-"]');
      expect(await places(crosses)).toEqual(expect.arrayContaining(await places(hollow(page))));
    });
    expect(await hollow(report.page).count()).toBe(0);
    expect(await textOf(report.page, '#goodput')).not.toContain('does not count');
  });

  it('is the same to the charts as to the verdict', () => {
    for (const doubt of [{}, { refused: 0 }, { refused: 1 }, { withheld: 'why' }, { refused: 1, withheld: 'why' }]) {
      const level = { m: 4, repetitions: 1, goodputPerSecond: { value: 1, low: 1, high: 1 }, errorShare: 0, ...doubt };
      expect(uncountedLevels({ doubts: [level] }).has(4)).toBe(!isClean(level));
    }
  });
});

describe('the race of the requests', () => {
  it('shows the item that is pointed at: its code, status, times and injected delay', async () => {
    await look(swept, async (page) => {
      const chart = page.getByRole('slider', { name: /Requests of async/ });
      expect(await page.locator('.tip').count()).toBe(0);
      await chart.hover({ position: { x: 300, y: 60 } });
      expect(await page.locator('.tip > *').allTextContents()).toEqual([
        expect.stringMatching(/^[A-Z]{2}: (ok, status 200|HTTP error, status 418)$/),
        expect.stringMatching(/^waited for a slot .* until \S+ m?s$/),
        expect.stringMatching(/^waited for the server .* until \S+ m?s$/),
        expect.stringMatching(/^body .* until \S+ m?s$/),
        expect.stringMatching(/^injected \S+ ms$/),
      ]);
      await page.locator('h1').hover();
      await page.locator('.tip').waitFor({ state: 'detached' });
    });
  });

  it('shows one item after the other by keyboard, and tells it to a screen reader', async () => {
    await look(single, async (page) => {
      const chart = page.getByRole('slider', { name: /Requests of sequential/ });
      await chart.focus();
      await chart.press('ArrowDown');
      const first = await chart.getAttribute('aria-valuetext');
      await chart.press('ArrowDown');
      expect(await chart.getAttribute('aria-valuenow')).toBe('2');
      expect(await chart.getAttribute('aria-valuetext')).not.toBe(first);
      await chart.press('End');
      expect(await chart.getAttribute('aria-valuenow')).toBe('20');
      await chart.press('Escape');
      await page.locator('.tip').waitFor({ state: 'detached' });
    });
  });

  it('is run again on the server that is chosen', async () => {
    await look(swept, async (page) => {
      await page.getByRole('radio', { name: 'LIMITED' }).check();
      await page.getByText('LIMITED async, m = 20').waitFor();
      expect(await page.getByRole('slider').count()).toBe(STRATEGIES.length);
    });
  });

  it('fits its axis to the strategies that are left', async () => {
    await look(single, async (page) => {
      const last = page.locator('#requests svg[role=img]').last();
      expect(await last.textContent()).toMatch(/first request, s/);
      await page.getByRole('checkbox', { name: 'sequential' }).uncheck();
      await last.getByText(/first request, ms/).waitFor();
      expect(await page.getByRole('slider').count()).toBe(STRATEGIES.length - 1);
    });
  });
});

describe('how strategies went on', () => {
  it('is drawn over time with the changes of faults, and folded where there were none', async () => {
    const { result, records } = benchSample({
      servers: ['DELAY', 'ERROR'],
      strategies: ['async'],
      levels: [60],
      items: 194,
    });
    const cells = result.cells.filter(isMeasured).map((cell, i) => {
      const own = records.filter((record) => record.cell === i);
      return { ...cell, timeline: cutTimeline({ records: own, elapsedMs: cell.elapsedMs })! };
    });
    const servers = result.servers.map((server) => {
      return server.label === 'ERROR' ? { ...server, schedule: 'ERROR@5s: status=503; ERROR@1h: none' } : server;
    });
    const changing = { records, result: { ...result, cells, servers, prepare: 'echo "<b>"' } };
    await look(changing, async (page) => {
      const charts = page.locator('#timeline svg[role=img]').filter({ visible: true });
      expect(await charts.allTextContents()).toEqual([
        expect.stringMatching(/goodput, ok per second/),
        expect.stringMatching(/errors, % of those that ended/),
        expect.stringMatching(/time since the cell's first request, ms.*latency, ms/),
      ]);
      expect(await textOf(page, '#timeline .remarks')).toBe('1: ERROR from 500 ms on: status=503@100%');
      await page.getByText('DELAY: the faults were the same all the time').click();
      await expect.poll(() => charts.count()).toBe(6);
      expect(await textOf(page, '#run')).toContain('--prepareecho "<b>"');
      expect(await textOf(page, '#run')).toContain('ERROR@5s: status=503');
    });
  });
});

describe('a report with less to show', () => {
  it('says what to run for a curve where nothing was swept', async () => {
    await look(single, async (page) => {
      expect(await textOf(page, '#goodput')).toContain('--sweep');
      // What there is comes first.
      expect(await page.locator('section[aria-labelledby]').first().getAttribute('id')).toBe('efficiency');
      const ids = await page.locator('section[aria-labelledby]').evaluateAll((all) => all.map(({ id }) => `#${id}`));
      const links = page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
      expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(ids);
      expect(await textOf(page, '#efficiency')).toContain('99 %');
      expect(await textOf(page, '#times')).toContain('Nothing is under 90 % of its ideal.');
    });
  });

  it('draws what came of each rate where that rose, in place of curves over m', async () => {
    await look({ result: climbedResult(), records: [] }, async (page) => {
      const charts = page.locator('#goodput svg[role=img]');
      const labels = await Promise.all((await charts.all()).map((chart) => chart.getAttribute('aria-label')));
      expect(labels).toEqual(
        ['goodput', 'errors', 'p95'].map((name) => `${name} over the rate of requests against LIMITED`),
      );
      const axes = ['goodput, ok per second', 'errors, % of the requests', 'p95 of the latency, ms'];
      for (const [i, axis] of axes.entries()) {
        const text = await charts.nth(i).textContent();
        expect(text).toContain(axis);
        expect(text).toContain('rate, requests sent per second');
      }
      expect(await textOf(page, '#goodput')).toContain('LIMITED takes 80/s: at 87/s');
      expect(await textOf(page, '.headline')).toContain('The server can serve 80/s at most');
      expect(await textOf(page, '#goodput')).not.toContain('over m');
      expect(await textOf(page, '#figures table')).toMatch(/rate.*10\/s.*160\/s/);
    });
  });

  it('counts late starts where requests started on schedule, and only there', async () => {
    const cells = single.result.cells.map((cell) => ({ ...cell, lateStarts: 3 }));
    await look({ ...single, result: { ...single.result, cells } }, async (page) => {
      expect(await textOf(page, '#figures')).toContain('late starts');
    });
    await look(single, async (page) => {
      expect(await textOf(page, '#figures table')).not.toContain('late starts');
    });
  });

  it('says so where no records were kept', async () => {
    await look({ ...single, records: [] }, async (page) => {
      for (const id of ['requests', 'latency']) {
        expect(await textOf(page, `#${id}`)).toContain('No records were kept');
      }
    });
  });

  it('says what failed where nothing was measured', async () => {
    const result = benchResult([failedCell({ server: 'DELAY', strategy: 'async' })]);
    await look({ result, records: [] }, async (page) => {
      expect(await textOf(page, '.headline')).toBe('No cell was measured.');
      expect(await textOf(page, '#times')).toContain('No efficiency is told of any strategy');
      expect(await textOf(page, '#warnings')).toMatch(/it broke[\s\S]*DELAY async at m = 1/);
      expect(await page.locator('svg[role=img]').count()).toBe(0);
    });
  });
});

import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STRATEGY_ROWS } from '../../../clients/strategy-rows.ts';
import { buildLivePage } from '../../../scripts/build-page.ts';
import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { serverOf } from '../../../web/live/race/order-choices.ts';
import { placesOf } from '../../../web/live/race/places.ts';
import { launchBrowser } from '../../helpers/bench/browser.ts';
import { type Experimenting, experimenting } from '../../helpers/bench/experimenting.ts';
import { testWindow } from '../../helpers/bench/test-window.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { ROOT } from '../../helpers/source-tree.ts';
import { expectReadable, WINDOWS } from './readable.ts';

/** As long as the cells of a race or a sweep may take on a busy machine. */
const RACE = { timeout: 60_000 };

let lab: Experimenting;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  await buildLivePage(join(ROOT, 'web/dist'));
  [lab, browser] = await Promise.all([
    experimenting(['LOCAL', 'DELAY', 'LIMITED'], ['--client', './examples/mine.ts']),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await lab[Symbol.asyncDispose]();
});
beforeEach(async () => {
  complaints = [];
  page = await (await testWindow(browser)).newPage();
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
});

const open = async (view: string) => {
  await page.goto(`${lab.lab.urls.CONTROL}/#/${view}`);
  await page.getByText('● live').waitFor();
};
const choose = (name: string, value: string) => page.getByRole('combobox', { name, exact: true }).selectOption(value);
const start = () => page.getByRole('button', { name: 'Start' }).click();
const report = () => page.getByRole('link', { name: 'The whole report' });

describe('a race on the page', () => {
  it('fills lanes with flags as its servers see them, and ends with a ranking, the ideal and a report', async () => {
    // Lower than four lanes.
    await page.setViewportSize({ width: 1280, height: 500 });
    await open('race');
    await choose('on', 'DELAY');
    await page.getByRole('checkbox', { name: 'mine' }).check();
    await start();
    const lane = page.locator('.lane[data-client=sequential]');
    await expect.poll(() => lane.locator('img').count(), RACE).toBeGreaterThanOrEqual(10);
    const shown = await lane.locator('img').count();
    const { body } = await lab.call('GET', '/api/experiments');
    const { flags } = (body.experiment as ExperimentState).cells[0]!;
    // One flag takes 0.05 to 0.5 s here, and the page is told four times a second.
    expect(Math.abs(flags.length - shown)).toBeLessThanOrEqual(5);
    await report().waitFor(RACE);
    const belowFold = 'document.querySelector(".race a[target=_blank]").getBoundingClientRect().bottom > innerHeight';
    await expect.poll(() => page.evaluate(belowFold)).toBe(false);
    expect(await page.locator('.lane img').count()).toBe(3 * 20);
    expect(await page.evaluate('document.querySelector(".lane img").naturalWidth')).toBeGreaterThan(0);
    expect(await page.locator('.ranking li').count()).toBe(3);
    expect(await page.locator('.answer').textContent()).toMatch(/finished DELAY [\d.]+ times sooner than sequential/);
    expect(await page.getByText('Nobody can be faster.').count()).toBe(1);
    const lefts = await page.locator('.ranking .ideal').evaluateAll((lines) => lines.map((line) => line.style.left));
    // That of sequential, which has one in flight, is at its end; that of the others is not.
    expect(lefts).toHaveLength(3);
    expect(new Set(lefts).size).toBe(2);
    expect(await page.locator('.intent').textContent()).toMatch(/^Raced 3 clients on DELAY/);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectReadable(page, 'race-over-390');
    const heights = await page.locator('.ideal-text').evaluateAll((texts) => texts.map((text) => text.clientHeight));
    expect(Math.max(...heights)).toBeLessThan(40);
    expect(complaints).toEqual([]);
  });

  it('gives who was refused something no place and no speed, but the reason', async () => {
    await open('race');
    await choose('on', 'LIMITED');
    // At its own pace: ten times faster, a busy machine sends no more than the server can take.
    await choose('with', '60');
    await choose('time', '1');
    await page.getByRole('spinbutton', { name: 'in flight' }).fill('60');
    await start();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await report().waitFor(RACE);
    const lane = (client: string) => page.locator(`.lane[data-client=${client}]`);
    const texts = await Promise.all(['sequential', 'async'].map((client) => lane(client).textContent()));
    expect(texts[0]).toMatch(/1\. {1,2}sequential.*\d s.*ok\/s/);
    expect(texts[1]).toMatch(/No speed is given: the server refused \d+ of 60\./);
    expect(texts[1]).not.toMatch(/ok\/s|\d s\b/);
    expect(texts[1]).toMatch(/✕ \d+ × status 503/);
    expect(await lane('async').locator('.place').count()).toBe(0);
    expect(await lane('async').locator('.clock').textContent()).toBe('–');
    expect(await page.locator('.ranking li').count()).toBe(1);
    await expectReadable(page, 'race-withheld');
  });

  it('gives clients that may as well be as good one place, and nobody a place by noise', () => {
    const cells = [33, 40, 39.5, 20, 39.1].map((goodputPerSecond) => ({ goodputPerSecond }) as ExperimentCell);
    const places = placesOf({ ranking: [1, 2, 4, 0], cells });
    expect(cells.map((cell) => places.get(cell))).toEqual([4, 1, 1, undefined, 3]);
    expect(placesOf({ cells }).size).toBe(0);
  });

  it('is kept as bench keeps the same', async () => {
    const { body } = await lab.call('GET', '/api/history');
    const [{ id, headline }] = body;
    await open('history');
    await page.getByText(headline).waitFor();
    expect(await page.getByRole('link', { name: `Report ${id}` }).getAttribute('href')).toBe(`/reports/${id}`);
    const history = await runInMemory(['history', '--json', '--results', lab.results]);
    expect(JSON.parse(history.stdout).map((run: { id: string }) => run.id)).toContain(id);
  });

  it('can be cancelled, and is refused while another goes on', async () => {
    await open('race');
    await choose('on', 'DELAY');
    await choose('with', 'all');
    const focused = () => page.evaluate<string>('document.activeElement.className');
    await page.getByRole('button', { name: 'Start' }).press('Enter');
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await expect.poll(focused).toBe('intent');
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    const second = await lab.call('POST', '/api/experiments', { kind: 'race', server: 'LOCAL' });
    expect(second).toMatchObject({ status: 409, body: { detail: expect.stringContaining('goes on') } });
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByText('It was cancelled before anything was measured: see the History.').waitFor(RACE);
    await expect.poll(focused).toBe('intent');
    expect(await report().count()).toBe(0);
    await page.getByRole('link', { name: 'History' }).last().click();
    await page.locator('.runs li').first().getByText('0 of 2 measurements').waitFor();
  });

  it('that is cancelled later says how much of it is kept, and where', async () => {
    await open('race');
    await choose('on', 'DELAY');
    await page.getByRole('checkbox', { name: 'sequential' }).uncheck();
    await page.getByRole('checkbox', { name: 'sequential' }).check();
    await start();
    await page.locator('.lane[data-client=async][data-state=done]').waitFor(RACE);
    await page.locator('.lane[data-client=sequential][data-state=running]').waitFor(RACE);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('It was cancelled after 1 of 2 measurements, which it keeps: see the History.').waitFor(RACE);
    await report().waitFor();
  });

  it('keeps what was chosen while one looks at another view', async () => {
    await open('race');
    await choose('with', '60');
    await choose('on', 'LIMITED');
    await page.getByRole('checkbox', { name: 'workers' }).check();
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.locator('.card').first().waitFor();
    await page.getByRole('link', { name: 'Race' }).click();
    await page.getByRole('checkbox', { name: 'workers' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'workers' }).isChecked()).toBe(true);
    const chosen = ['with', 'on'].map((name) => page.getByRole('combobox', { name, exact: true }).inputValue());
    expect(await Promise.all(chosen)).toEqual(['60', 'LIMITED']);
  });

  it('shows the code of a flag until its picture has come', async () => {
    const isWanted = Promise.withResolvers<void>();
    await page.route('**/flags/**/*.gif', async (route) => {
      await isWanted.promise;
      await route.continue();
    });
    await lab.start({ kind: 'race', server: 'LOCAL', clients: ['async'], limit: 1 });
    await open('race');
    const flag = page.locator('.flag').first();
    await flag.waitFor(RACE);
    expect(await flag.textContent()).toBe(await flag.locator('img').getAttribute('alt'));
    isWanted.resolve();
    await page.locator('.flag[data-loaded=true]').first().waitFor();
    expect(await flag.textContent()).toBe('');
    await report().waitFor(RACE);
  });

  it('is begun on DELAY, else on a server that makes clients wait, else on the first', () => {
    const servers = (...all: string[]) => all.map((text) => ({ label: text.split(' ')[0]!, faults: text.slice(-4) }));
    expect(serverOf({}, servers('LOCAL none', 'ERROR 0.5s', 'DELAY none'))).toBe('DELAY');
    expect(serverOf({}, servers('LOCAL none', 'SLOW 0.5s'))).toBe('SLOW');
    expect(serverOf({}, servers('LOCAL none', 'OTHER none'))).toBe('LOCAL');
    expect(serverOf({ server: 'OTHER' }, servers('LOCAL none', 'OTHER none'))).toBe('OTHER');
    expect(serverOf({ server: 'GONE' }, servers('LOCAL none'))).toBe('LOCAL');
    expect(serverOf({}, [])).toBe('');
  });

  it('says in a line what cannot be started', async () => {
    await open('race');
    await page.getByRole('spinbutton', { name: 'in flight' }).fill('100000');
    await start();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/100000|at most/);
  });
});

describe('the race and the history', () => {
  it.each(WINDOWS)('can be read by all at $width × $height, $colorScheme', async ({ width, height, colorScheme }) => {
    page = await (await testWindow(browser, { viewport: { width, height }, colorScheme })).newPage();
    for (const [view, seen] of [
      ['race', page.locator('.lane')],
      ['history', page.locator('.runs li')],
    ] as const) {
      await open(view);
      await seen.first().waitFor();
      await expectReadable(page, `${view}-${width}-${colorScheme}`);
    }
  });
});

describe('a sweep on the page', () => {
  it('grows its curve level by level, says what is enough, and two of them share a chart', async () => {
    const race = await lab.start({ kind: 'race', server: 'LOCAL', clients: ['async'], limit: 1 });
    await lab.end(race.id);
    await open('race');
    await choose('What', 'sweep');
    await choose('on', 'LIMITED');
    await page.getByRole('checkbox', { name: 'sequential' }).uncheck();
    for (let sweep = 1; sweep <= 2; sweep++) {
      await start();
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      await page
        .getByText(/^\d of \d measurements done; now async with \d+ in flight at most: \d+ of \d+ flags$/)
        .waitFor();
      await expect.poll(() => page.locator('.plot [data-mark=dot] > *').count(), RACE).toBeGreaterThan(1);
      await report().waitFor(RACE);
      expect(await page.locator('.answer').first().textContent()).toMatch(
        /^async on LIMITED: .*m = \d+ (?:is|would be|should be) enough/,
      );
    }
    const hollow = page.locator('.plot [data-mark=dot][fill="var(--paper)"] > *');
    // LIMITED takes 40 at once; 64, 128 and 194 are more.
    await expect.poll(() => hollow.count()).toBeGreaterThanOrEqual(3);
    expect(await page.getByText('some were refused, or no speed is given: does not count').count()).toBe(1);
    await expectReadable(page, 'sweep');
    await open('history');
    for (const i of [0, 1]) await page.getByRole('checkbox').nth(i).check();
    await expect.poll(() => page.locator('.legend').first().locator('li').count()).toBe(2);
    await page.locator('.plot svg').first().waitFor();
    expect(await hollow.count()).toBeGreaterThanOrEqual(6);
    expect(await page.getByText('some were refused, or no speed is given: does not count').count()).toBe(1);
    expect(await page.locator('.runs li', { hasText: 'race' }).count()).toBeGreaterThan(0);
    expect(await page.getByRole('checkbox').count()).toBe(2);
    await page.getByText('of a race each client has one m').waitFor();
    await page.getByRole('checkbox').nth(1).uncheck();
    await page.getByRole('checkbox').nth(0).uncheck();
    await page.setViewportSize({ width: 1280, height: 560 });
    const chart = page.locator('.plot svg').first();
    await chart.waitFor({ state: 'detached' });
    await page.getByRole('checkbox').nth(1).check();
    await chart.waitFor();
    const isSeen = `(() => {
      const { top, bottom } = document.querySelector('.plot svg').getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    })()`;
    await expect.poll(() => page.evaluate(isSeen)).toBe(true);
    expect(complaints).toEqual([]);
  }, 120_000);
});

describe('a search on the page', () => {
  it('is for the lab’s own strategies alone', async () => {
    await open('race');
    await page.getByRole('checkbox', { name: 'mine' }).check();
    await choose('What', 'tune');
    expect(await page.getByRole('radio').count()).toBe(STRATEGY_ROWS.length);
    expect(await page.getByRole('radio', { name: 'async' }).isChecked()).toBe(true);
  });

  it('takes all flags unless fewer are chosen, as the form says', async () => {
    await open('race');
    await choose('What', 'tune');
    expect(await page.getByRole('combobox', { name: 'with' }).inputValue()).toBe('all');
    await choose('with', '');
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await start();
    expect((await asked).postDataJSON()).toEqual({ kind: 'tune', server: 'DELAY', clients: ['async'], limit: 20 });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('It was cancelled').waitFor();
  });
});

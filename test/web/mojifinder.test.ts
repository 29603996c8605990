import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';
import { type Lab, startLab } from '../../servers/lab/start-lab.ts';
import { launchBrowser } from '../helpers/bench/browser.ts';
import { ROOT } from '../helpers/source-tree.ts';

const LABEL = 'MOJIFINDER-WEB';

let lab: Lab;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser] = await Promise.all([launchBrowser(), buildPage('mojifinder', join(ROOT, 'web/dist'))]);
  lab = await startLab({ [LABEL]: {} });
});
afterAll(async () => {
  await browser.close();
  await lab.close(0);
});
beforeEach(async () => {
  await lab.setFaults(LABEL, []);
  await lab.reset();
});

/** Opens the page in a window of its own. */
async function open(path = '/'): Promise<void> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(lab.url(LABEL) + path);
}

async function middleOf(selector: string): Promise<[x: number, y: number]> {
  const { x, y, width, height } = (await page.locator(selector).boundingBox())!;
  return [x + width / 2, y + height / 2];
}

const total = () => page.locator('#total');
const rows = () => page.locator('#results li');

describe('the page of the finder', () => {
  it('waits with a search until the index is built, and finds as one types', async () => {
    await open();
    await expect.poll(() => total().textContent()).toBe('Type words of a name, such as cat face.');
    await page.keyboard.type('cat');
    await expect.poll(() => total().textContent(), { timeout: 20_000 }).toMatch(/characters/);
    await page.keyboard.type(' face');
    await expect.poll(() => total().textContent()).toBe('10 characters');
    expect(await rows().count()).toBe(10);
    expect(await rows().nth(5).textContent()).toBe('😼U+1F63CCAT FACE WITH WRY SMILE');
    await page.keyboard.type(' nowhere');
    await expect.poll(() => total().textContent()).toBe('No character has all of these words in its name.');
  });

  it('loads more as one scrolls, and no more than is looked at', async () => {
    await open('/?q=cjk');
    await expect.poll(() => rows().count()).toBe(200);
    expect(await total().textContent()).toBe('103,203 characters');
    expect(await lab.records(LABEL)).toHaveLength(1);
    for (const loaded of [400, 600]) {
      await rows().last().scrollIntoViewIfNeeded();
      await expect.poll(() => rows().count()).toBe(loaded);
    }
    const keys = (await lab.records(LABEL)).map(({ key }) => key);
    expect(keys).toEqual([0, 200, 400].map((start) => `GET /search?q=CJK&start=${start}&stop=${start + 200}`));
    expect(complaints).toEqual([]);
  });

  it('keeps its box before the results, however far one has scrolled', async () => {
    await open('/?q=cjk');
    await expect.poll(() => rows().count()).toBe(200);
    await page.mouse.wheel(0, 500);
    await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(400);
    await page.mouse.click(...(await middleOf('#query')));
    expect(await page.evaluate('document.activeElement.id')).toBe('query');
    await page.keyboard.press('End');
    await page.keyboard.type(' 4e00');
    await expect.poll(() => total().textContent()).toBe('2 characters');
  });

  it('can be used by the keyboard: down and up, Enter copies, Escape leads back, a slash to the box', async () => {
    await open('/?q=cat+face');
    await expect.poll(() => rows().count()).toBe(10);
    const focused = () => page.evaluate<string>('document.activeElement.textContent || document.activeElement.id');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    expect(await focused()).toContain('GRINNING CAT FACE');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().nth(1).textContent()).toContain('copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('😸');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('query');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('/');
    expect(await focused()).toBe('query');
    await page.keyboard.type('sun');
    await expect.poll(() => total().textContent()).toBe('17 characters');
    expect(page.url()).toMatch(/\?q=sun$/);
    await page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says what has gone wrong, and searches again when asked', async () => {
    await lab.setFaults(LABEL, ['status=503,first=1']);
    await open('/?q=fire');
    await page.locator('.trouble').waitFor();
    expect(await page.locator('.trouble').textContent()).toContain('This status was injected on purpose. (status 503)');
    await page.getByRole('button', { name: 'Search again' }).click();
    await expect.poll(() => total().textContent()).toBe('11 characters');
    expect(await page.locator('.trouble').count()).toBe(0);
  });

  it('says at the end of the list that more could not be had, and asks for that page again', async () => {
    await open('/?q=digit');
    await expect.poll(() => rows().count()).toBeGreaterThanOrEqual(200);
    const had = await rows().count();
    await lab.setFaults(LABEL, ['status=503']);
    const scroll = () => page.evaluate('scrollTo(0, document.body.scrollHeight)');
    await scroll();
    await page.locator('.trouble').waitFor();
    expect(await page.locator('#results ~ .trouble').count()).toBe(1);
    const stopped = await rows().count();
    expect(stopped).toBeGreaterThanOrEqual(had);
    await lab.setFaults(LABEL, []);
    await page.getByRole('button', { name: 'Ask for more again' }).click();
    await expect.poll(() => rows().count()).toBeGreaterThan(stopped);
    await expect
      .poll(async () => {
        await scroll();
        return rows().count();
      })
      .toBe(988);
  });

  it('keeps the row in sight that a key leads to', async () => {
    await open('/?q=digit');
    await expect.poll(() => rows().count()).toBeGreaterThanOrEqual(200);
    await page.locator('#query').focus();
    for (let i = 0; i < 31; i++) await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 18; i++) await page.keyboard.press('ArrowUp');
    const isCovered = await page.evaluate(
      "document.activeElement.getBoundingClientRect().top < document.querySelector('search').getBoundingClientRect().bottom",
    );
    expect(isCovered).toBe(false);
  });

  it('shows nothing of an earlier search where a later one fails', async () => {
    await open('/?q=fire');
    await expect.poll(() => total().textContent()).toBe('11 characters');
    await lab.setFaults(LABEL, ['reset']);
    await page.locator('#query').fill('sun');
    await page.locator('.trouble').waitFor();
    expect(await page.locator('.trouble').textContent()).toContain('There was no answer from the server.');
    expect([await rows().count(), await total().textContent()]).toEqual([0, '']);
  });

  it('stays in a run by path, and on a narrow screen within its width', async () => {
    await open('/run/red?q=chess+black');
    await page.setViewportSize({ width: 320, height: 600 });
    await expect.poll(() => total().textContent()).toBe('35 characters');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect((await lab.records(LABEL)).map(({ run }) => run)).toEqual(['red']);
  });
});

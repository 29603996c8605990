import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askFor, type LivePage, livePage } from './live-page.ts';
import { expectReadable } from './readable.ts';

let live: LivePage;

beforeAll(async () => {
  live = await livePage({
    X: { faults: ['delay=400ms', 'status=503,path=/flags/fr/*'] },
    LIMITED: { faults: ['capacity=1,service=400ms'] },
    LOCAL: {},
    // Long enough for a busy machine to have a hundred in flight.
    HOLDS: { faults: ['delay=3s'] },
  });
});
afterAll(() => live[Symbol.asyncDispose]());
beforeEach(() => live.lab.reset());

const bars = (page: Page) => page.locator('g.bar');

/** How long each bar is, in milliseconds of the axis. */
async function lengthsMs(page: Page, windowMs: number): Promise<number[]> {
  // The last line of the axis is now.
  const plot = Number(await page.locator('.tick line').last().getAttribute('x1'));
  const pixels = await bars(page).evaluateAll((all) =>
    all.map((bar) =>
      [...bar.querySelectorAll('rect:not(.failure)')].reduce(
        (sum, part) => sum + Number(part.getAttribute('width')),
        0,
      ),
    ),
  );
  return pixels.map((width) => (width / plot) * windowMs);
}

describe('the requests of a server', () => {
  it('are bars as long as its records say, those that failed with their status', async () => {
    const page = await live.open('requests/X');
    await expect(askFor(live.lab, 'X', ['br', 'fr', 'de'])).resolves.toEqual([200, 503, 200]);
    await expect.poll(() => page.locator('g.bar[data-ending=sent]').count()).toBe(3);
    expect(await bars(page).count()).toBe(3);
    const records = await live.lab.records('X');
    const statuses = records.map(({ status }) => String(status));
    expect(await bars(page).evaluateAll((all) => all.map((bar) => bar.getAttribute('data-status')))).toEqual(statuses);
    expect(await page.locator('g.bar text').allTextContents()).toEqual(['✕ 503']);
    const lengths = await lengthsMs(page, 10_000);
    for (const [i, { arrivedMs, endedMs }] of records.entries()) {
      const took = endedMs! - arrivedMs;
      // A part is a pixel wide at least.
      expect(Math.abs(lengths[i]! - took)).toBeLessThan(0.05 * took + 3 * (10_000 / 1232));
    }
    expect(live.complaints).toEqual([]);
  });

  it('tell what became of the one that is pointed at', async () => {
    const page = await live.open('requests/X');
    await askFor(live.lab, 'X', ['fr'], '/run/red');
    await page.locator('g.bar[data-status="503"] rect').first().hover({ force: true });
    const details = page.locator('.details');
    await expect.poll(() => details.textContent()).toContain('GET /flags/fr/fr.gif');
    const text = await details.textContent();
    expect(text).toMatch(/attempt1runredanswer503, \d+ bytesfaultsdelay, status/);
    expect(text).toMatch(/is held back by a fault: 40\d ms/);
  });

  it('say that none has come where the last has gone by', async () => {
    const page = await live.open('requests/LOCAL');
    await page.locator('.tools select').selectOption('5');
    await askFor(live.lab, 'LOCAL', ['br']);
    await expect.poll(() => bars(page).count()).toBe(1);
    expect(await page.locator('svg .quiet').count()).toBe(0);
    await page.getByText('No request in the last 5 s').waitFor({ timeout: 15_000 });
  });

  it('show who waits for a place while it waits', async () => {
    const page = await live.open('requests/LIMITED');
    const asked = askFor(live.lab, 'LIMITED', ['br', 'fr', 'de']);
    await expect.poll(() => page.locator('g.bar[data-ending=open] .part-queued').count()).toBe(2);
    await expect.poll(() => page.locator('g.bar[data-ending=open] .part-service').count()).toBe(1);
    await asked;
    await expect.poll(() => page.locator('g.bar[data-ending=sent] .part-service').count()).toBe(3);
  });

  it('are higher on a larger window, and all of them have room there', async () => {
    const page = await live.open('requests/HOLDS');
    const heights: number[] = [];
    for (const height of [720, 1080]) {
      await page.setViewportSize({ width: 1280, height });
      await askFor(live.lab, 'HOLDS', Array<string>(100).fill('br'));
      const plot = page.locator('.waterfall svg');
      await expect.poll(() => plot.getAttribute('aria-label')).toMatch(/at most (9\d|100) at once$/);
      heights.push(Number(await plot.getAttribute('height')));
      expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight > 0')).toBe(height === 720);
    }
    expect(heights[1]).toBeGreaterThan(heights[0]! * 1.2);
  });

  it('stand still where one pauses, and go where one clears', async () => {
    const page = await live.open('requests/X');
    await askFor(live.lab, 'X', ['br']);
    await expect.poll(() => bars(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await askFor(live.lab, 'X', ['de']);
    await page.getByText('paused').waitFor();
    expect(await bars(page).count()).toBe(1);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => bars(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Nothing has asked yet.').waitFor();
  });

  it('are 2,000 at most, and the page says what it has left out', async () => {
    const page = await live.open('requests/LOCAL');
    await page
      .getByText(`npx flaglab get -s LOCAL --base-url ${live.lab.url('LOCAL')}/flags -a -m 20 --timeout 10s`)
      .waitFor();
    for (let i = 0; i < 6; i++) await askFor(live.lab, 'LOCAL', Array<string>(500).fill('br'));
    const shown = page.getByText(/^[\d,]+ of 3,000 requests since the run began are shown/);
    await shown.waitFor();
    expect(Number.parseFloat((await shown.textContent())!.replace(',', ''))).toBeLessThanOrEqual(2000);
    await page.locator('canvas.dense').waitFor();
    expect(await bars(page).count()).toBe(0);
    // Who comes later is told of the last ones at once, and again where the events begin anew.
    await page.reload();
    await page.getByText('2,000 of 3,000 requests since the run began are shown').waitFor();
    await askFor(live.lab, 'LOCAL', ['br', 'fr']);
    await page.getByText(/^1,\d{3} of 3,002 requests since the run began are shown: a choice of them/).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('0 requests since you cleared').waitFor();
    await askFor(live.lab, 'LOCAL', ['br']);
    await page.getByText('1 request since you cleared').waitFor();
  });

  it('are told one by one where they are too many for elements of their own, too', async () => {
    const page = await live.open('requests/X');
    for (let wave = 0; wave < 2; wave++) await askFor(live.lab, 'X', Array<string>(200).fill('br'));
    await page.locator('canvas.dense').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const plot = page.locator('.waterfall svg');
    const width = (await plot.boundingBox())!.width;
    // Of 30 s a bar of the lowest lane is 16 pixels long.
    await page.getByRole('combobox').selectOption('30');
    for (let x = width - 10; x > 0 && (await page.locator('.details dt').count()) === 0; x -= 10)
      await plot.hover({ position: { x, y: 1 }, force: true });
    expect(await page.locator('.details').textContent()).toMatch(/GET \/flags\/br\/br\.gif.*is held back by a fault: /);
    const painted = `(() => {
      const canvas = document.querySelector('canvas.dense');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
    })()`;
    expect(await page.evaluate(painted)).toBe(true);
    await page.locator('.walked').focus();
    await page.keyboard.press('Home');
    await page.locator('.picked[data-picked="0"]').waitFor();
    await page.keyboard.press('End');
    await page.locator('.picked[data-picked="399"]').waitFor();
    expect(await page.locator('.details').textContent()).toContain('GET /flags/br/br.gif');
  });

  it('are walked through by the keyboard, in the order in which they came, and the one that is reached is marked', async () => {
    const page = await live.open('requests/X');
    for (const code of ['br', 'fr', 'de']) await askFor(live.lab, 'X', [code]);
    await expect.poll(() => page.locator('g.bar[data-ending=sent]').count()).toBe(3);
    // Before the next bar there is no room for its status.
    expect(await page.locator('g.bar text').count()).toBe(0);
    // An arrowhead behind a gap, to be told from the bars of answers without their colours.
    const mark = page.locator('g.bar[data-status="503"] path.failure');
    expect(await mark.getAttribute('d')).toMatch(/^M[\d.]+,[\d.]+L[\d.]+,[\d.]+v[\d.]+Z$/);
    expect(await page.locator('g.bar path').count()).toBe(2);
    const details = page.locator('.details');
    await page.getByRole('combobox').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('walked');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    const reached: (string | null)[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End']) {
      await page.keyboard.press(key);
      reached.push((await details.locator('code').textContent())!.slice(-6, -4));
    }
    expect(reached).toEqual(['br', 'fr', 'de', 'de', 'fr', 'br', 'de']);
    const [picked, bar] = await Promise.all([
      page.locator('.picked rect').boundingBox(),
      page.locator('g.bar[data-seq="2"]').boundingBox(),
    ]);
    expect(Math.abs(picked!.y + picked!.height / 2 - (bar!.y + bar!.height / 2))).toBeLessThan(3);
    await expectReadable(page, 'requests-walked');
    await page.keyboard.press('Escape');
    await details.getByText('Point at a bar').waitFor();
    expect(await page.locator('.picked').count()).toBe(0);
  });

  it('say how they failed within the picture, and have an axis that can be read, on a telephone too', async () => {
    const page = await live.open('requests/X', { viewport: { width: 390, height: 844 } });
    await askFor(live.lab, 'X', ['fr']);
    await page.getByText('✕ 503').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('.tick').getByText('paused').waitFor();
    const boxes = await page
      .locator('.tick text')
      .evaluateAll((texts) =>
        texts.map((text) => text.getBoundingClientRect()).map(({ left, right }) => [left, right]),
      );
    for (const [i, [, right]] of boxes.slice(0, -1).entries()) expect(right).toBeLessThan(boxes[i + 1]![0]!);
    const fresh = (await page.locator('g.bar text').boundingBox())!;
    const picture = (await page.locator('.waterfall svg').first().boundingBox())!;
    expect(fresh.x + fresh.width).toBeLessThanOrEqual(picture.x + picture.width);
  });

  it('lie in lanes of each agent, where several share a run, below its name and its figures', async () => {
    const page = await live.open('requests/X');
    const ask = async (agent: string, code: string) => {
      const headers = { 'X-Lab-Run': 'cell', 'X-Lab-Agent': encodeURIComponent(agent) };
      await fetch(`${live.lab.url('X')}/flags/${code}/${code}.gif`, { headers }).then((answer) => answer.bytes());
    };
    await Promise.all([ask('front row', 'br'), ask('front row', 'fr'), ask('über <b>', 'de')]);
    const row = (name: string) => page.getByRole('row', { name }).getByRole('cell').allTextContents();
    await expect.poll(() => row('front row')).toEqual(['2', '0', '1', '✕ 1', '2']);
    expect(await row('über <b>')).toEqual(['1', '0', '1', '0', '1']);
    expect(await page.locator('.agent text').allTextContents()).toEqual(['front row', 'über <b>']);
    const heights = await page.locator('.agent text, .bar').evaluateAll((all) =>
      all.map((one) => ({
        text: one.textContent === '✕ 503' ? '' : one.textContent,
        y: one.getBoundingClientRect().y,
      })),
    );
    const names = heights.filter(({ text }) => text !== '').map(({ y }) => y);
    const own = heights.filter(({ text }) => text === '').map(({ y }) => y);
    expect(own.filter((y) => y > names[0]! && y < names[1]!)).toHaveLength(2);
    expect(own.filter((y) => y > names[1]!)).toHaveLength(1);
  });

  it('are shown as text, whatever their clients call them', async () => {
    const page = await live.open('requests/LOCAL');
    const name = '<img src=x onerror=document.title=1>';
    await fetch(`${live.lab.url('LOCAL')}/flags/${encodeURIComponent(name)}`, { headers: { 'X-Lab-Run': name } });
    await bars(page).locator('rect').first().hover({ force: true });
    await expect.poll(() => page.locator('.details').textContent()).toContain(`run${name}`);
    expect(await page.title()).toBe('Requests · Flag Lab');
    expect(await page.locator('main img').count()).toBe(0);
  });
});

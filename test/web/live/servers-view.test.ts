import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runInMemory } from '../../helpers/memory-context.ts';
import { askFor, type LivePage, livePage } from './live-page.ts';

let live: LivePage;

beforeAll(async () => {
  live = await livePage({
    LOCAL: {},
    DELAY: { faults: ['delay=400ms'] },
    ERROR: { faults: ['status=418', 'delay=300ms'] },
  });
});
afterAll(() => live[Symbol.asyncDispose]());
beforeEach(() => live.lab.reset());

describe('the card of a server', () => {
  it('shows the most requests that were in flight at once, and what is there now', async () => {
    const page = await live.open('servers');
    const card = page.locator('[data-label=DELAY]');
    const value = (name: string) => card.locator('.figures div', { hasText: name }).locator('.value').textContent();
    await expect.poll(() => card.locator('.peak b').textContent()).toBe('0');
    const asked = askFor(live.lab, 'DELAY', ['br', 'fr', 'de', 'eg', 'cn']);
    await expect.poll(() => value('in flight')).toBe('5');
    expect(await value('connections')).toBe('5');
    await asked;
    await expect.poll(() => value('in flight')).toBe('0');
    expect(await card.locator('.peak b').textContent()).toBe('5');
    expect(live.complaints).toEqual([]);
  });

  it('counts errors by their status, and says what its faults do in words', async () => {
    const page = await live.open('servers');
    const card = page.locator('[data-label=ERROR]');
    await askFor(live.lab, 'ERROR', ['br', 'fr']);
    await expect.poll(() => card.getByText('status 418').count()).toBe(1);
    expect(await card.locator('.faults').textContent()).toContain(
      'It answers with 418 instead of what was asked for. status=418@100%',
    );
    expect(await page.locator('[data-label=LOCAL]').textContent()).toContain('It answers at once: it has no faults.');
  });

  it('shows a fault that is changed elsewhere within a second', async () => {
    const page = await live.open('servers');
    const { control } = live;
    const { code } = await runInMemory(['faults', 'set', 'LOCAL', 'delay=7ms', '--control', control.url]);
    expect(code).toBe(0);
    await page.locator('[data-label=LOCAL]').getByText('delay=fixed:7ms').waitFor({ timeout: 1000 });
  });

  it('says when a server is switched off', async () => {
    const page = await live.open('servers');
    await runInMemory(['faults', 'disable', 'LOCAL', '--control', live.control.url]);
    await page.locator('[data-label=LOCAL]').getByText('switched off').waitFor();
    await runInMemory(['faults', 'enable', 'LOCAL', '--control', live.control.url]);
  });

  it('says how far back each of its pictures goes, and how high it is', async () => {
    const page = await live.open('servers');
    const figure = page.locator('[data-label=DELAY] .figures div', { hasText: 'in flight' });
    await askFor(live.lab, 'DELAY', ['br', 'fr', 'de', 'eg', 'cn', 'jp']);
    await figure.getByText('60 s, up to 6', { exact: true }).waitFor();
    await figure.getByRole('img', { name: 'in flight over the last 60 s, up to 6', exact: true }).waitFor();
  });

  it('has in its picture what came and went between two looks, for a moment', async () => {
    await live.lab.setFaults('DELAY', ['delay=100ms']);
    const page = await live.open('servers');
    const card = page.locator('[data-label=DELAY]');
    const figure = card.locator('.figures div', { hasText: 'in flight' });
    await figure.waitFor();
    await askFor(
      live.lab,
      'DELAY',
      Array.from({ length: 30 }, () => 'br'),
    );
    await live.lab.setFaults('DELAY', ['delay=400ms']);
    await expect.poll(() => card.locator('.peak b').textContent()).not.toBe('0');
    const peak = (await live.lab.server('DELAY').live()).peakInFlight!;
    expect(peak).toBeGreaterThan(1);
    await figure.getByText(`60 s, up to ${peak}`, { exact: true }).waitFor();
    await expect.poll(() => figure.locator('.value').textContent()).toBe('0');
  });

  it('has its parts in one line with those beside it, whatever stands there', async () => {
    const page = await live.open('servers', { viewport: { width: 1000, height: 720 } });
    await askFor(
      live.lab,
      'DELAY',
      Array.from({ length: 100 }, () => 'br'),
    );
    await live.lab.setFaults('ERROR', ['status=418', 'delay=300ms', 'hang@1%']);
    await runInMemory(['faults', 'disable', 'LOCAL', '--control', live.control.url]);
    await page.locator('[data-label=LOCAL]').getByText('switched off').waitFor();
    await page.locator('[data-label=DELAY] .peak').getByText('100').waitFor();
    for (const part of ['.peak', '.figures', '.figures div:nth-child(3)', '.faults', 'nav']) {
      const tops = await page
        .locator(`.card ${part}`)
        .evaluateAll((parts) => parts.map((one) => Math.round(one.getBoundingClientRect().top)));
      expect(tops, part).toHaveLength(3);
      expect(new Set(tops).size, part).toBe(1);
    }
    const outside = `[...document.querySelectorAll('.part')].filter((part) => part.scrollWidth > part.clientWidth)`;
    expect(await page.evaluate(`${outside}.length`)).toBe(0);
    await runInMemory(['faults', 'enable', 'LOCAL', '--control', live.control.url]);
  });

  it.each([1280, 1920])(
    'is as wide as there is room at %i, and breaks no word of addresses and faults',
    async (width) => {
      await live.lab.setFaults('LOCAL', ['capacity=8,service=fixed:100ms,queue=32,shed=503', 'delay=uniform:0.5s..5s']);
      const page = await live.open('servers', { viewport: { width, height: 720 } });
      await page.locator('[data-label=LOCAL]').getByText('capacity=8,service').waitFor();
      const right = await page.locator('.card').evaluateAll((cards) => cards.at(-1)!.getBoundingClientRect().right);
      expect(right).toBeGreaterThan(width - 40);
      const broken = `[...document.querySelectorAll('.card code')].flatMap(({ childNodes }) => [...childNodes])
      .filter((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
      })
      .map(({ textContent }) => textContent)`;
      expect(await page.evaluate(broken)).toEqual([]);
    },
  );
});

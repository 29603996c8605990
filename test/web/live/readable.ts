import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ROOT } from '../../helpers/source-tree.ts';

/** Where pictures of the page are kept, to be looked at. */
const PICTURES = join(ROOT, 'coverage/pictures');

/** What axe finds in a notebook's window, it finds in a wider one too, and it takes seconds. */
const WIDE = 1920;

/** The windows that the page is looked at in: a notebook, a projector, a phone, by day and by night. */
export const WINDOWS = [
  { width: 1280, height: 720 },
  { width: WIDE, height: 1080 },
  { width: 390, height: 844 },
].flatMap((size) => (['light', 'dark'] as const).map((colorScheme) => ({ ...size, colorScheme })));

/** Takes a picture of a page, and holds it against what readers of screens, and narrow windows, need of it. */
export async function expectReadable(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `live-${name}.png`) });
  const isWide = page.viewportSize()!.width === WIDE;
  const { violations } = isWide ? { violations: [] } : await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), name).toBeLessThanOrEqual(0);
}

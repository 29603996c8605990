import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControl } from '../../../cli/running-servers/start-control.ts';
import { experimenting } from '../../helpers/bench/experimenting.ts';
import { testWindow } from '../../helpers/bench/test-window.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { askFor, type LivePage, livePage } from './live-page.ts';
import { expectReadable, WINDOWS } from './readable.ts';

const VIEWS = ['servers', 'requests/DELAY', 'faults/DELAY', 'judge'];
let live: LivePage;

beforeAll(async () => {
  live = await livePage(
    { LOCAL: {}, DELAY: { faults: ['delay=uniform:0.5s..5s'] }, ERROR: { faults: ['status=418@25%'] } },
    { timeScale: 0.1 },
  );
});
afterAll(() => live[Symbol.asyncDispose]());

describe('the live page', () => {
  it.each(WINDOWS)('can be read by all at $width × $height, $colorScheme', async ({ width, height, colorScheme }) => {
    for (const view of VIEWS) {
      const page = await live.open(view, { viewport: { width, height }, colorScheme });
      await askFor(live.lab, 'DELAY', ['br', 'fr', 'de', 'eg']);
      await page
        .locator(view.startsWith('requests') ? 'g.bar' : 'main p')
        .first()
        .waitFor({ state: 'attached' });
      await expectReadable(page, `${view.replace('/', '-')}-${width}-${colorScheme}`);
      await page.context().close();
    }
    expect(live.complaints).toEqual([]);
  });

  it.each([
    ['a server that there is not', 'requests/NONE', 'There is no server NONE here.'],
    ['what is no address', 'faults/%', 'There is no server % here.'],
  ])('says so where it is led to %s, and stays connected', async (_, view, said) => {
    const page = await live.open(view);
    await page.getByText(said).waitFor();
    await page.getByText('● live').waitFor();
  });

  it('needs no mouse', async () => {
    const page = await live.open('servers');
    const reached: string[] = [];
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate('document.activeElement.textContent'));
    }
    expect(reached.slice(0, 4)).toEqual(['Servers', 'Requests', 'Faults', 'Race']);
    expect(reached).toContain('Change faults');
  });

  it('runs no script but its own, and speaks to nobody else', async () => {
    const { headers } = await fetch(live.control.url);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const files = ['/', '/page/live.js', '/page/live.css'].map(async (path) => {
      const response = await fetch(live.control.url + path, { headers: { 'Accept-Encoding': 'gzip' } });
      return [response.headers.get('content-encoding'), (await response.bytes()).length] as const;
    });
    for (const [encoding] of await Promise.all(files)) expect(encoding).toBe('gzip');
  });

  it('says that the lab is gone, and comes back with it', async () => {
    const control = await startControl(live.lab, { port: 0, host: undefined, open: false });
    const page = await (await testWindow(live.browser)).newPage();
    await page.goto(control.url);
    await page.getByText('● live').waitFor();
    const port = Number(new URL(control.url).port);
    await control.close();
    await page.getByText('disconnected').waitFor();
    await runInMemory(['faults', 'set', 'LOCAL', 'delay=3ms', '--control', live.control.url]);
    const again = await startControl(live.lab, { port, host: undefined, open: false });
    await page.getByText('● live').waitFor();
    await page.locator('[data-label=LOCAL]').getByText('delay=fixed:3ms').waitFor();
    await page.context().close();
    await again.close();
  });

  it('keeps on the screen what it has of a race while the lab is gone, and drops one that went with it', async () => {
    const first = await experimenting(['DELAY']);
    const url = first.lab.urls.CONTROL!;
    const page = await (await testWindow(live.browser)).newPage();
    await page.goto(`${url}/#/race`);
    await first.start({ kind: 'race', server: 'DELAY', clients: ['sequential'], timeScale: 1 });
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await first.lab.stop('SIGKILL');
    await page.getByText('disconnected').waitFor();
    await page.locator('.lane').waitFor();
    await using _again = await experimenting(['DELAY'], ['--control-port', new URL(url).port]);
    await page.getByText('● live').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await page.context().close();
    await first[Symbol.asyncDispose]();
  });

  it('says by what its lab multiplies the times that it injects', async () => {
    const page = await live.open('servers');
    await page.getByText('injected times × 0.1').waitFor();
  });

  it('judges whatever client is started meanwhile', async () => {
    await live.lab.setFaults('LOCAL', []);
    const page = await live.open('judge');
    await page.getByRole('button', { name: 'Watch my client' }).click();
    const row = page.getByRole('row', { name: 'LOCAL' });
    await row.waitFor();
    await askFor(live.lab, 'LOCAL', ['br', 'fr', 'zz']);
    await expect.poll(() => row.locator('td').first().textContent()).toBe('3');
    // Who looks at something else meanwhile, or loads the page anew, finds the run again.
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Judge a client' }).click();
    await page.getByRole('button', { name: 'Stop and judge' }).click();
    await page.getByText(/^1 got 404, nothing at that address; 2 of 3 requests got an ok answer, /).waitFor();
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.getByRole('link', { name: 'Judge a client' }).click();
    await page.getByText(/^1 got 404, nothing at that address; 2 of 3 requests got an ok answer, /).waitFor();
    expect(await page.getByRole('article', { name: 'Verdict of LOCAL' }).textContent()).toContain(
      'requests3 for 3 keys',
    );
  });

  it('finds the run that another page has begun since, or has ended', async () => {
    const [one, other] = [await live.open('judge'), await live.open('judge')];
    await one.getByRole('button', { name: 'Watch my client' }).click();
    await one.getByRole('button', { name: 'Stop and judge' }).waitFor();
    await other.getByRole('button', { name: 'Stop and judge' }).click();
    await other.getByText('No request came').waitFor();
    // What has been ended elsewhere cannot be ended again; what it came to is told all the same.
    await one.getByRole('button', { name: 'Stop and judge' }).click();
    await one.getByText('No request came').waitFor();
  });

  it('says so where the lab was started again meanwhile', async () => {
    const first = await experimenting(['LOCAL']);
    const url = first.lab.urls.CONTROL!;
    const page = await (await testWindow(live.browser)).newPage();
    await page.goto(`${url}/#/judge`);
    await page.getByRole('button', { name: 'Watch my client' }).click();
    await page.getByRole('button', { name: 'Stop and judge' }).waitFor();
    await first.lab.stop('SIGKILL');
    await page.getByText('disconnected').waitFor();
    await using _again = await experimenting(['LOCAL'], ['--control-port', new URL(url).port]);
    await page.getByText('That run is lost: the lab was started again.').waitFor();
    await page.getByRole('button', { name: 'Watch my client' }).waitFor();
    await page.context().close();
    await first[Symbol.asyncDispose]();
  });

  it('says so where no client came', async () => {
    const page = await live.open('judge');
    await page.getByRole('button', { name: 'Watch my client' }).click();
    await page.getByRole('button', { name: 'Stop and judge' }).click();
    await page.getByText('No request came').waitFor();
  });
});

import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLivePage } from '../../../scripts/build-page.ts';
import { launchBrowser } from '../../helpers/bench/browser.ts';
import { testWindow } from '../../helpers/bench/test-window.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { type Serving, serving } from '../../helpers/serving.ts';
import { ROOT } from '../../helpers/source-tree.ts';
import { expectReadable, WINDOWS } from './readable.ts';

const CODES = ['br', 'cn', 'eg', 'fr'];

let lab: Serving;
let browser: Browser;

beforeAll(async () => {
  await buildLivePage(join(ROOT, 'web/dist'));
  [lab, browser] = await Promise.all([
    serving(['LOCAL', 'DELAY'], ['--room', '--host', '127.0.0.1', '--time-scale', '0.05']),
    launchBrowser(),
  ]);
  const room = lab.urls.CONTROL!.replace('http://', '');
  const foretold = await runInMemory([
    'get',
    '--room',
    room,
    '--as',
    'amber',
    '--predict',
    '1s',
    '-s',
    'DELAY',
    '--no-save',
    'BR',
  ]);
  expect(foretold.code).toBe(0);
  await Promise.all([ask('red', 1), ask('green', 4), ask('blue', 2)]);
});
afterAll(async () => {
  await browser.close();
  await lab[Symbol.asyncDispose]();
});

/** Asks for the flags under a name, so many at once. */
async function ask(name: string, m: number, codes = CODES): Promise<void> {
  const left = [...codes];
  const slot = async () => {
    for (let code = left.pop(); code !== undefined; code = left.pop()) {
      await fetch(`${lab.urls.DELAY}/run/${name}/flags/${code}/${code}.gif`).then((answer) => answer.bytes());
    }
  };
  await Promise.all(Array.from({ length: m }, slot));
}

async function open(
  path = '/',
  options: Parameters<Browser['newContext']>[0] = {},
  control = lab.urls.CONTROL!,
): Promise<Page> {
  const page = await (await testWindow(browser, options)).newPage();
  await page.goto(control + path);
  await page.goto(`${control}/#/room`);
  await page.locator('.scores tbody tr').nth(3).waitFor();
  return page;
}

const row = (page: Page, name: string) => page.locator(`tr[data-name=${name}]`);

describe('the room on the page', () => {
  it('has a row for each name, those first who came nearest to what anybody could reach', async () => {
    const page = await open();
    const names = await page
      .locator('.scores tbody tr')
      .evaluateAll((rows) => rows.map((one) => one.getAttribute('data-name')));
    expect(names).toHaveLength(4);
    expect(names.indexOf('green')).toBeLessThan(names.indexOf('red'));
    expect(await row(page, 'green').locator('td').allTextContents()).toEqual(expect.arrayContaining(['4 of 4', '4']));
    expect(await row(page, 'red').locator('td').nth(6).textContent()).toBe('1');
    await page.getByRole('button', { name: 'at once' }).click();
    await expect.poll(() => page.locator('.scores tbody tr').first().getAttribute('data-name')).toBe('green');
    expect(await page.locator('th[aria-sort]').textContent()).toContain('at once');
  });

  it('shows what was foretold beside what came, and how to join', async () => {
    const page = await open();
    expect(await page.locator('.predictions figcaption').textContent()).toContain('foretold by 1');
    await page.getByText('How to join').click();
    await page.getByText(`${lab.urls.DELAY}/run/YOUR-NAME/flags/`).waitFor();
    expect(await page.getByRole('img', { name: /^QR code of http/ }).count()).toBe(1);
    await page.getByText('A name is no password').waitFor();
  });

  it('can be changed by who leads alone, who came by the link', async () => {
    const stranger = await open();
    await stranger.getByText(/^Hiding names, freezing, .* is for who leads this room/).waitFor();
    expect(await stranger.locator('main').getByRole('button').count()).toBe(
      await stranger.locator('th button').count(),
    );
    const { leader } = lab.events.find(({ type }) => type === 'room') as unknown as { leader: string };
    const { pathname, search } = new URL(leader);
    const page = await open(pathname + search);
    await page.getByRole('button', { name: 'Freeze' }).click();
    await stranger.getByText('Frozen: nothing changes here until it goes on.').waitFor();
    await ask('late', 1, CODES.slice(1));
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await row(stranger, 'late').waitFor();
    await stranger
      .getByText('* Not to be compared with who asked for 4 flags: amber (1 flag), late (3 flags)')
      .waitFor();
    // Whatever its score: it has asked for less than the others.
    expect(await row(stranger, 'late').locator('td').first().textContent()).toMatch(/^\d+\*$/);
    const names = await stranger.locator('.scores tbody tr').evaluateAll((rows) => rows.map((one) => one.dataset.name));
    expect(names.indexOf('late')).toBeGreaterThan(names.indexOf('green'));
    await page.getByRole('button', { name: 'Hide names' }).click();
    await page.getByRole('button', { name: 'Show names' }).waitFor();
    await stranger.getByText(/Names are off the screens, but no secret/).waitFor();
    for (const shown of [page, stranger]) {
      await row(shown, 'green').waitFor({ state: 'detached' });
      expect(await shown.locator('section').innerHTML()).not.toContain('green');
    }
    await stranger.goto(`${lab.urls.CONTROL}/#/requests/DELAY`);
    await stranger.locator('.bar, canvas.dense').first().waitFor();
    await ask('green', 4);
    await stranger.locator('.walked').focus();
    await stranger.keyboard.press('End');
    await expect.poll(() => stranger.locator('.details').textContent()).toMatch(/run#\d/);
    expect(await stranger.locator('section').innerHTML()).not.toContain('green');
    await stranger.goto(`${lab.urls.CONTROL}/#/room`);
    await page.getByRole('button', { name: 'Show names' }).click();
    await row(stranger, 'green').waitFor();
  });

  it('sets the faults of all servers for who leads', async () => {
    const { token } = lab.events.find(({ type }) => type === 'control') as unknown as { token: string };
    const page = await open('/', { extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
    const faults = async () => {
      const servers = (await (await fetch(`${lab.urls.CONTROL}/api/servers`)).json()) as { faults: string[] }[];
      return servers.map((server) => server.faults);
    };
    const before = await faults();
    await page.getByText('Faults for all servers').click();
    await page.getByLabel('One on each line, or none').fill('delay=7ms\n\nstatus=503');
    await page.getByRole('button', { name: 'Set for all servers' }).click();
    const both = ['delay=fixed:7ms', 'status=503@100%'];
    await expect.poll(faults, { timeout: 10_000 }).toEqual([both, both]);
    const said = page.locator('.faults-for-all').getByRole('status');
    const set = 'Set for 2 servers: delay=fixed:7ms, status=503@100%;';
    await said.getByText(`${set} all can see them.`).waitFor();
    await page.getByLabel('hide them').check();
    await page.getByRole('button', { name: 'Set for all servers' }).click();
    await said.getByText(`${set} hidden from all who do not lead.`).waitFor();
    await page.getByLabel('One on each line, or none').fill('nonsense');
    await page.getByRole('button', { name: 'Set for all servers' }).click();
    await page.getByRole('alert').waitFor();
    expect(await said.textContent()).toBe('');
    await page.getByRole('button', { name: 'Reset all' }).click();
    await expect.poll(faults, { timeout: 10_000 }).toEqual(before);
    await said.getByText('Reset 2 servers to how they started; all can see their faults.').waitFor();
  });

  it.each([
    ['faults/LOCAL', ['Apply', 'Reset to how it started'], 'Applying and resetting is for who leads'],
    ['race', ['Start'], 'Starting and cancelling is for who leads'],
    ['judge', ['Watch my client'], 'Having the servers watch is for who leads'],
  ])('offers on %s nothing that would be refused, and says whom it is for', async (view, buttons, why) => {
    const page = await open();
    await page.goto(`${lab.urls.CONTROL}/#/${view}`);
    await page.getByText(why).waitFor();
    expect(await page.getByText('Bearer').count()).toBe(0);
    for (const name of buttons) expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  });

  it('offers on the cards to change faults to who leads alone', async () => {
    const page = await open();
    const { token } = lab.events.find(({ type }) => type === 'control') as unknown as { token: string };
    const leader = await open('/', { extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
    for (const [who, count] of [
      [page, 0],
      [leader, 2],
    ] as const) {
      await who.goto(`${lab.urls.CONTROL}/#/servers`);
      await who.locator('.card').nth(1).waitFor();
      await expect.poll(() => who.getByRole('link', { name: 'Change faults' }).count()).toBe(count);
      expect(await who.locator('.card').getByRole('link', { name: 'Requests' }).count()).toBe(2);
    }
  });

  it('fades where there is more to the right, and not at its end', async () => {
    const page = await open('/', { viewport: { width: 390, height: 844 } });
    const mask = () => page.evaluate('getComputedStyle(document.querySelector(".scores")).maskImage');
    await expect.poll(mask).toContain('linear-gradient');
    await page.evaluate('document.querySelector(".scores").scrollLeft = 9999');
    await expect.poll(mask).toBe('none');
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect.poll(mask).toBe('none');
  });

  it('draws predictions with figures no larger than other text, and nothing around them', async () => {
    const page = await open('/', { viewport: { width: 1280, height: 720 } });
    const chart = page.locator('.predictions svg');
    expect((await chart.locator('text').first().boundingBox())!.height).toBeLessThan(24);
    const around = await chart.evaluate((svg) => {
      const box = svg.getBoundingClientRect();
      const marks = [...svg.querySelectorAll('circle, path, text')].map((mark) => mark.getBoundingClientRect());
      return [
        Math.min(...marks.map(({ top }) => top)) - box.top,
        box.bottom - Math.max(...marks.map(({ bottom }) => bottom)),
      ];
    });
    for (const px of around) expect(px).toBeLessThan(12);
  });

  it('fits a notebook with all its columns and the ends of long names, where names share the limits, and says why there is no score', async () => {
    await using shared = await serving(['LIMITED'], ['--room', '--host', '127.0.0.1', '--room-capacity', 'shared']);
    const long = 'a-learner-whose-name-begins-as-that-of-another-does';
    const asked = ['red', 'green', 'blue', 'amber', `${long}-1`, `${long}-2`].flatMap((name) =>
      CODES.map((code) => fetch(`${shared.urls.LIMITED}/run/${name}/flags/${code}/${code}.gif`)),
    );
    await Promise.all(asked.map(async (answer) => (await answer).bytes()));
    const page = await open('/', { viewport: { width: 1280, height: 720 } }, shared.urls.CONTROL);
    await row(page, 'amber').locator('td').nth(13).waitFor();
    expect(await page.evaluate('document.querySelector(".scores").scrollWidth')).toBeLessThanOrEqual(1232);
    const hiddenEnds = () =>
      page.locator('.long-name').evaluateAll((names) =>
        names.filter((name) => {
          const place = name.closest('th')!.getBoundingClientRect();
          return name.lastElementChild!.getBoundingClientRect().right > place.right;
        }),
      );
    expect(await page.locator('.long-name').count()).toBe(2);
    expect(await hiddenEnds()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await hiddenEnds()).toEqual([]);
    await fetch(`${shared.urls.LIMITED}/run/brief/flags/br/br.gif`).then((answer) => answer.bytes());
    await page.getByText(/^No score for .*brief.*: too short a time to tell/).waitFor();
  });

  it('shows forty names on a projector', async () => {
    await using full = await serving(['LOCAL'], ['--room', '--host', '127.0.0.1', '--room-capacity', 'shared']);
    const names = Array.from({ length: 40 }, (_, i) => `learner-${i + 1}`);
    const foretold = { body: '{"predictedMs":7000}', headers: { 'Content-Type': 'application/json' } };
    await fetch(`${full.urls.CONTROL}/api/room/learner-1/prediction`, { method: 'PUT', ...foretold });
    for (const name of names)
      await fetch(`${full.urls.LOCAL}/run/${name}/flags/br/br.gif`).then((answer) => answer.bytes());
    const { token } = full.events.find(({ type }) => type === 'control') as unknown as { token: string };
    const extraHTTPHeaders = { Authorization: `Bearer ${token}` };
    const page = await open('/', { viewport: { width: 1920, height: 1080 }, extraHTTPHeaders }, full.urls.CONTROL);
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByText('Frozen: nothing changes here').waitFor();
    const last = page.locator('.scores tbody tr').nth(39);
    await last.waitFor();
    const box = (await last.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(1080);
    const size = await page.evaluate('getComputedStyle(document.querySelector(".scores td")).fontSize');
    expect(Number.parseFloat(String(size))).toBeGreaterThan(19);
    const predictions = (await page.locator('.predictions').boundingBox())!;
    expect(predictions.y + predictions.height).toBeLessThanOrEqual(540);
    expect(await page.locator('.predictions text').allTextContents()).toEqual(['0', '2', '4', '6', '8']);
    await page.getByText('Time of a run on LOCAL, in s').waitFor();
    expect(await page.locator('.doubts li').allTextContents()).toEqual([
      expect.stringMatching(/^No score for (learner-\d+, ){7}learner-\d+ and 32 more: nothing was made to wait$/),
    ]);
  });

  it('says of refusals the same above and below, and once for all who have no score for them', async () => {
    await using refusing = await serving(['LIMITED'], ['--room', '--host', '127.0.0.1']);
    const room = refusing.urls.CONTROL!.replace('http://', '');
    const crowd = (name: string, count: string) => {
      const asked = ['--room', room, '--as', name, '-s', 'LIMITED', '-al', count, '-m', count];
      return runInMemory(['get', ...asked, '-c', 'async', '--no-save']);
    };
    await crowd('red', '100');
    const page = await (await testWindow(browser)).newPage();
    await page.goto(`${refusing.urls.CONTROL}/#/room`);
    await page.getByText(/^No score for red: a limit refused /).waitFor();
    const refused = await row(page, 'red').locator('td').nth(8).textContent();
    await page.getByText(`No score for red: a limit refused ${refused} of 100 requests, `).waitFor();
    await crowd('blue', '110');
    await page.getByText(/^No score for .*: a limit refused some of their requests for good$/).waitFor();
    expect(await page.locator('.doubts li').count()).toBe(1);
  });

  it('asks before it forgets all names, and goes on to show the same server', async () => {
    await using led = await serving(['LOCAL', 'DELAY'], ['--room', '--host', '127.0.0.1', '--time-scale', '0.05']);
    const get = (label: string) => fetch(`${led.urls[label]}/run/red/flags/br/br.gif`).then((answer) => answer.bytes());
    await get('DELAY');
    const { token } = led.events.find(({ type }) => type === 'control') as unknown as { token: string };
    const headers = { Authorization: `Bearer ${token}` };
    const leader = await (await testWindow(browser, { extraHTTPHeaders: headers })).newPage();
    const stranger = await (await testWindow(browser)).newPage();
    for (const page of [leader, stranger]) {
      await page.goto(`${led.urls.CONTROL}/#/room`);
      await row(page, 'red').waitFor();
    }
    const forget = async (answer: 'accept' | 'dismiss') => {
      const asked = leader.waitForEvent('dialog').then(async (dialog) => {
        await dialog[answer]();
        return dialog.message();
      });
      await leader.getByRole('button', { name: 'Forget all names' }).click();
      return asked;
    };
    expect(await forget('dismiss')).not.toContain('frozen');
    await leader.getByRole('button', { name: 'Freeze' }).click();
    await leader.getByText('Frozen: nothing changes here until it goes on.').waitFor();
    expect(await forget('accept')).toContain('The board is frozen');
    expect(await row(leader, 'red').count()).toBe(1);
    await leader.getByRole('button', { name: 'Let it go on' }).click();
    for (const page of [leader, stranger]) {
      await page.getByText('Nobody has asked DELAY by a name yet.').waitFor();
      await page.getByText(`${led.urls.DELAY}/run/YOUR-NAME/flags/`).waitFor();
    }
    await get('LOCAL');
    await leader.getByText('1 of 200 names').waitFor();
    expect(await leader.locator('select').inputValue()).toBe('DELAY');
  });

  it('shows names as text', async () => {
    const page = await open();
    const status = await fetch(`${lab.urls.DELAY}/flags/br/br.gif`, { headers: { 'X-Lab-Run': '<b>x</b>' } });
    expect(status.status).toBe(400);
    expect(await page.locator('.scores b').count()).toBe(0);
  });

  it.each(WINDOWS)('can be read by all at $width × $height, $colorScheme', async ({ width, height, colorScheme }) => {
    const page = await open('/', { viewport: { width, height }, colorScheme });
    await expectReadable(page, `room-${width}-${colorScheme}`);
    await page.context().close();
  });
});

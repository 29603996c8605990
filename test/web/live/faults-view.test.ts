import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { type LivePage, livePage } from './live-page.ts';

let live: LivePage;

beforeAll(async () => {
  live = await livePage({ X: { faults: [] } });
});
afterAll(() => live[Symbol.asyncDispose]());
beforeEach(() => live.lab.setFaults('X', ['delay=uniform:100ms..300ms']));

const running = async () => formatProfile(await live.lab.server('X').faults());

describe('the faults of a server on the page', () => {
  it('are edited with what suits them, and hold once they are applied', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('max').fill('2s');
    await page.getByLabel('max').press('Tab');
    await page.getByText('delay=uniform:100ms..2s', { exact: true }).waitFor();
    expect(await running()).toBe('delay=uniform:100ms..300ms');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied: it holds for the next request.').waitFor();
    expect(await running()).toBe('delay=uniform:100ms..2s');
    expect(live.complaints).toEqual([]);
  });

  it('can be added, with a slider for their share, and removed', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('Add a fault').selectOption('status');
    const status = page.getByRole('group', { name: 'status' });
    // It begins with what the kind's example does.
    await status.getByText(/Of 100 requests it touches 2\d\./).waitFor();
    expect(await status.getByLabel('status').inputValue()).toBe('418');
    await status.getByLabel('status').fill('503');
    await status.getByLabel('share of requests').fill('25');
    await status.getByText(/Of 100 requests it touches 2\d\./).waitFor();
    await page.getByRole('button', { name: 'Remove delay' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(running).toBe('status=503@25%');
  });

  it('of another kind of distribution have its fields', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('duration', { exact: true }).selectOption('lognormal');
    await page.getByLabel('median').fill('20ms');
    await page.getByLabel('p99').fill('200ms');
    await page.getByLabel('p99').press('Tab');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(running).toBe('delay=lognormal:20ms,p99=200ms');
  });

  it('are told beside the field where they are wrong, and cannot be applied', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('Add a fault').selectOption('status');
    const field = page.getByRole('group', { name: 'status' }).locator('.field', { hasText: 'status' });
    await field.getByLabel('status').fill('999');
    await field.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await page.getByLabel('max').fill('soon');
    await page.getByLabel('max').press('Tab');
    await page.getByText('not a duration such as 200ms or 1.5s').waitFor();
  });

  it('are told beside the field where this server would refuse them, and open what hides it', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('Add a fault').selectOption('status');
    const status = page.getByRole('group', { name: 'status' });
    const [apply, more] = [page.getByRole('button', { name: 'Apply' }), status.getByText('More of it')];
    const field = (name: string) => status.locator('.field', { has: page.getByLabel(name, { exact: true }) });
    await more.click();
    await field('path').getByRole('textbox').fill('abc');
    await more.click();
    await field('path').getByRole('alert').getByText('paths begin with a slash, so write path=/abc').waitFor();
    expect(await apply.isDisabled()).toBe(true);
    expect(await status.getByText('it touches').count()).toBe(0);
    await field('path').getByRole('textbox').fill('/abc');
    await field('method').getByRole('textbox').fill('FOO');
    await field('method').getByRole('alert').getByText('there is no method FOO').waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    await field('method').getByRole('textbox').fill('POST');
    await expect.poll(() => apply.isEnabled()).toBe(true);
  });

  it('have lists of texts, one on each line', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('Add a fault').selectOption('status');
    await page.getByRole('group', { name: 'status' }).getByText('More of it').click();
    const headers = page.getByLabel('answer headers');
    await headers.pressSequentially('x-a: 1\nnonsense');
    await page.getByRole('alert').getByText('“nonsense”: give a name and a value').waitFor();
    await headers.fill('x-a: 1\n\nx-b: 2');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect
      .poll(async () => (await live.lab.server('X').faults()).map((spec) => Reflect.get(spec, 'answerHeaders')))
      .toContainEqual(['x-a: 1', 'x-b: 2']);
  });

  it('that the lab refuses all the same are told as what went wrong', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('max').fill('2s');
    await page.getByLabel('max').press('Tab');
    await page.route('**/api/servers/X/faults', (route) =>
      route.fulfill({ status: 400, json: { detail: 'X cannot carry out that' } }),
    );
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('alert').getByText('X cannot carry out that').waitFor();
    expect(await page.locator('.knobs > .wrong').textContent()).toBe('X cannot carry out that');
  });

  it('can be emptied and typed afresh, and are applied only as they are shown', async () => {
    const page = await live.open('faults/X');
    const [apply, max] = [page.getByRole('button', { name: 'Apply' }), page.getByLabel('max')];
    await page.getByLabel('min').fill('200ms');
    await page.getByLabel('min').press('Tab');
    await expect.poll(() => apply.isEnabled()).toBe(true);
    await max.fill('9 parsecs');
    await max.press('Tab');
    await page.getByText('not a duration such as 200ms or 1.5s').waitFor();
    expect(await apply.isDisabled()).toBe(true);
    await max.fill('');
    await max.press('Tab');
    await page.getByText('give a duration such as 200ms or 1.5s').waitFor();
    expect([await max.inputValue(), await page.getByRole('alert').count()]).toEqual(['', 0]);
    await max.fill('2s');
    await max.press('Tab');
    await apply.click();
    await expect.poll(running).toBe('delay=uniform:200ms..2s');
  });

  it('that somebody else changes appear, but not over what is being edited', async () => {
    const page = await live.open('faults/X');
    await live.lab.setFaults('X', ['delay=70ms']);
    await expect.poll(() => page.getByLabel('duration', { exact: true }).last().inputValue()).toBe('70ms');
    await page.getByLabel('duration', { exact: true }).last().fill('80ms');
    await page.getByLabel('duration', { exact: true }).last().press('Tab');
    await live.lab.setFaults('X', ['delay=90ms']);
    await page.getByText('Running now: delay=fixed:90ms').waitFor();
    await page.getByRole('alert').getByText('changed elsewhere meanwhile').waitFor();
    expect(await page.getByLabel('duration', { exact: true }).last().inputValue()).toBe('80ms');
    await page.getByRole('button', { name: 'Discard my changes' }).click();
    await expect.poll(() => page.getByLabel('duration', { exact: true }).last().inputValue()).toBe('90ms');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('that somebody else has changed meanwhile can be replaced all the same', async () => {
    const page = await live.open('faults/X');
    await page.getByLabel('max').fill('2s');
    await page.getByLabel('max').press('Tab');
    await live.lab.setFaults('X', ['delay=90ms']);
    await page.getByRole('alert').getByText('Apply replaces those by yours').waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(running).toBe('delay=uniform:100ms..2s');
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it.each([1280, 390])('have what belongs together in one line, %i wide', async (width) => {
    const page = await live.open('faults/X', { viewport: { width, height: 720 } });
    const [min, max] = await Promise.all(['min', 'max'].map((name) => page.getByLabel(name).boundingBox()));
    expect(min!.y).toBe(max!.y);
  });

  it('go back to those that the server started with', async () => {
    const page = await live.open('faults/X');
    await page.getByRole('button', { name: 'Reset to how it started' }).click();
    await expect.poll(running).toBe('none');
  });
});

import { test as base, expect } from '@playwright/test';
import { listen, type RunningProxy, startProxy } from 'flaglab';

/** This stands for your own site: a page that asks for the opening hours, and asks again when it is told to. */
const PAGE = `<!doctype html><title>Shop</title><p role="status"></p><button>Ask again</button><script>
  const ask = async () => {
    const answer = await fetch('/api/hours');
    document.querySelector('[role=status]').textContent = answer.ok ? await answer.text() : 'Not to be reached just now.';
  };
  document.querySelector('button').onclick = ask;
  ask();
</script>`;

/** Each test has the site, and a proxy before it that can be told what to do. */
const test = base.extend<{ shop: RunningProxy }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern.
  shop: async ({}, use) => {
    const site = await listen(
      ({ url }, response) => {
        if (url === '/api/hours') response.end('Open until 6 pm');
        else response.setHeader('Content-Type', 'text/html').end(PAGE);
      },
      { label: 'SITE', port: 0 },
    );
    const proxy = await startProxy({ target: site.url });
    await use(proxy);
    await proxy.close(0);
    await site.close(0);
  },
});

test('says so when the service fails, and recovers when it does', async ({ page, shop }) => {
  await shop.setFaults(['status=503,path=/api/*,first=1']);
  await page.goto(shop.url);
  await expect(page.getByRole('status')).toHaveText('Not to be reached just now.');
  await page.getByRole('button').click();
  await expect(page.getByRole('status')).toHaveText('Open until 6 pm');
  const records = await shop.records();
  expect(records.filter(({ key }) => key === 'GET /api/hours').map(({ status }) => status)).toEqual([503, 200]);
});

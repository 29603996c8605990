// NODE_OPTIONS=--experimental-vm-modules npx jest
import { expect, test } from '@jest/globals';
import { startLab } from 'flaglab';

/** The client under test: tries again after 503, and gives up after three attempts. */
async function fetchWithRetries(url, attempts = 3) {
  const response = await fetch(url);
  return response.status !== 503 || attempts === 1 ? response : fetchWithRetries(url, attempts - 1);
}

test('tries again until the server has recovered', async () => {
  await using lab = await startLab({ SHOP: { faults: ['status=503,first=2'] } });
  const response = await fetchWithRetries(`${lab.url('SHOP')}/flags/br/br.gif`);
  expect(response.status).toBe(200);
  expect(await lab.verdict('SHOP')).toMatchObject({ requests: 3, maxAttempts: 3, ok: 1 });
});

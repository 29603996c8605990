import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLab } from 'flaglab';

/** The client under test: tries again after 503, as long as it was told to wait, and gives up after three attempts. */
async function fetchWithRetries(url: string, attempts = 3): Promise<Response> {
  const response = await fetch(url);
  if (response.status !== 503 || attempts === 1) return response;
  const waitMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return fetchWithRetries(url, attempts - 1);
}

test('waits as long as the server asked for, and tries again', async () => {
  await using lab = await startLab({ SHOP: { faults: ['status=503,first=1,retry-after=1s'] } });
  const response = await fetchWithRetries(`${lab.url('SHOP')}/flags/br/br.gif`);
  assert.equal(response.status, 200);
  assert.deepEqual((await lab.verdict('SHOP')).retryAfter, { obeyed: 1, violated: 0 });
});

import { startLab } from 'flaglab';
import { expect, it } from 'vitest';

/** The client under test: tries again after 503, as long as it was told to wait, and gives up after three attempts. */
async function fetchWithRetries(url: string, attempts = 3): Promise<Response> {
  const response = await fetch(url);
  if (response.status !== 503 || attempts === 1) return response;
  const waitMs = Number(response.headers.get('retry-after') ?? 0) * 1000;
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return fetchWithRetries(url, attempts - 1);
}

it('tries again until the server has recovered', async () => {
  await using lab = await startLab({ ERROR: { faults: ['status=503,first=2'] } });
  const response = await fetchWithRetries(`${lab.url('ERROR')}/flags/br/br.gif`);
  expect(response.status).toBe(200);
  expect(await lab.verdict('ERROR')).toMatchObject({ requests: 3, keys: 1, maxAttempts: 3, ok: 1 });
});

it('gives up after three attempts', async () => {
  await using lab = await startLab({ ERROR: { faults: ['status=503'] } });
  const response = await fetchWithRetries(`${lab.url('ERROR')}/flags/br/br.gif`);
  expect(response.status).toBe(503);
  expect(await lab.records('ERROR')).toHaveLength(3);
});

it('survives a server that fails half of the time, the same half in every run of this test', async () => {
  await using lab = await startLab({ ERROR: { faults: ['status=503@50%'] } }, { seed: 7 });
  const codes = ['br', 'fr', 'in', 'jp', 'ke', 'us'];
  const statuses = codes.map(
    async (cc) => (await fetchWithRetries(`${lab.url('ERROR')}/flags/${cc}/${cc}.gif`)).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200, 200, 200]);
});

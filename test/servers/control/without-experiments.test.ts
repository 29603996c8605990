import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createControlApi } from '../../../servers/control/control-api.ts';
import { type Listening, listen } from '../../../servers/http/listen.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';

let lab: Lab;
let control: Listening;

beforeAll(async () => {
  lab = await startLab({ LOCAL: { faults: ['status=418'] } });
  const { handle } = await createControlApi(lab, { version: '1.2.3' });
  control = await listen(handle, { label: 'CONTROL', port: 0 });
});

afterAll(async () => {
  await control.close(0);
  await lab.close(0);
});

describe('a control API without experiments', () => {
  it.each([
    ['GET', '/api/experiments'],
    ['POST', '/api/experiments'],
    ['DELETE', '/api/experiments/some'],
    ['GET', '/api/history'],
    ['GET', '/reports/some'],
  ])('says so at %s %s', async (method, path) => {
    const response = await fetch(control.url + path, { method, headers: { 'Content-Type': 'application/json' } });
    const detail = 'this control API has no experiments: that of npx flaglab serve has them';
    expect(await response.json()).toEqual({ status: 404, error: 'Not Found', detail });
  });
});

describe('the picture of a flag', () => {
  it('comes from the control port without the faults of any server, and may be kept', async () => {
    const response = await fetch(`${control.url}/flags/br/br.gif`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/gif');
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(await readFile('flags-data/br/br.gif'));
    expect((await lab.server('LOCAL').counts()).requests).toBe(0);
  });

  it.each([
    '/flags/zz/zz.gif',
    '/flags/br/fr.gif',
    '/flags/br/metadata.json',
    '/flags/br/..%2Fbr.gif',
    '/flags/%2e%2e/country_codes.txt',
  ])('is none at %s', async (path) => {
    expect((await fetch(control.url + path)).status).toBe(404);
  });
});

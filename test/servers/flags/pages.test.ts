import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { withServer } from '../../helpers/with-server.ts';

async function page(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return response.text();
}

describe('the page of a server', () => {
  it('says that LOCAL does nothing to requests', async () => {
    const html = await withServer({}, ({ url }) => page(url));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<title>LOCAL flag server</title>');
    expect(html).toContain('<strong>Nothing:</strong>');
    expect(html).toContain('href="/flags/"');
  });

  it('says which faults there are, the seed and the time scale, and comes without them', async () => {
    const options = { label: 'ERROR', faults: ['delay=1h', 'status=418@25%'], seed: 7, timeScale: 0.1 };
    const html = await withServer(options, ({ url }) => page(url));
    expect(html).toContain('<title>ERROR flag server</title>');
    expect(html).toContain('<code>delay=fixed:60m</code>');
    expect(html).toContain('<code>status=418@25%</code>');
    expect(html).toContain('<code>7</code>');
    expect(html).toContain('multiplied by 0.1; one second is 100ms');
  });

  it('has a line of curl that can be typed as it is, and leads to the live page where there is one', async () => {
    const html = await withServer({}, ({ url }) => page(url));
    const [, line] = /<code>curl -i (\S+)<\/code>/.exec(html)!;
    expect((await withServer({}, async ({ url }) => fetch(url + new URL(line!).pathname))).status).toBe(200);
    expect(html).not.toContain('live page');
    await using lab = await startLab({ LOCAL: {} }, { livePage: 'http://localhost:8080' });
    const shown = await page(`${lab.url('LOCAL')}/run/red/`);
    expect(shown).toContain(`curl -i ${lab.url('LOCAL')}/run/red/flags/br/br.gif`);
    expect(shown).toContain('<a href="http://localhost:8080">');
  });

  it('shows the faults of the moment', async () => {
    await withServer({}, async (server) => {
      await server.setFaults(['hang@1%']);
      expect(await page(server.url)).toContain('<code>hang@1%</code>');
    });
  });

  it('escapes what a user may have written', async () => {
    const html = await withServer({ label: '<b>&' }, ({ url }) => page(url));
    expect(html).toContain('<title>&lt;b&gt;&amp; flag server</title>');
    expect(html).not.toContain('<b>');
  });
});

describe('the page of the flags', () => {
  it('shows each country’s flag, with a name to read and a link to its metadata', async () => {
    const html = await withServer({}, ({ url }) => page(`${url}/flags/`));
    for (const code of countryCodes()) {
      const cc = code.toLowerCase();
      expect(html).toContain(`src="/flags/${cc}/${cc}.gif" alt="Flag of `);
      expect(html).toContain(`<a href="/flags/${cc}/metadata.json">${code} `);
    }
    expect(html).toContain('Flag of Brazil');
  });

  it('comes to people without faults and records, and to programs with them', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=418'] } });
    const ask = async (accept: string, prefix = '') =>
      (await fetch(`${lab.url('ERROR')}${prefix}/flags/`, { headers: { Accept: accept } })).status;
    expect(await ask('text/html,application/xhtml+xml,*/*;q=0.8')).toBe(200);
    expect(await ask('text/html', '/run/red')).toBe(200);
    expect(await lab.records('ERROR')).toEqual([]);
    expect(await ask('application/json')).toBe(418);
    expect(await ask('*/*')).toBe(418);
  });
});

import { describe, expect, it } from 'vitest';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { RawConnection } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';

describe('a run by path', () => {
  it('counts its own attempts of the key that the rest of the path has, so that its fates are those of the key', async () => {
    const faults = ['delay=uniform:1ms..9ms'];
    await withServer({ faults, label: 'MINE', seed: 7 }, async (server) => {
      for (const path of [PATH, `/run/red${PATH}`, `/run/red${PATH}?a=b`]) {
        expect((await fetch(server.url + path)).status).toBe(200);
      }
      const [profile, records] = [await server.faults(), await server.records()];
      expect(records.map(({ run, key, attempt }) => [run, key, attempt])).toEqual([
        [undefined, `GET ${PATH}`, 1],
        ['red', `GET ${PATH}`, 1],
        ['red', `GET ${PATH}`, 2],
      ]);
      for (const { key, attempt, injectedMs } of records) {
        expect(injectedMs).toBe(fate(profile, { seed: 7, label: 'MINE', key, attempt }).delayMs);
      }
    });
  });

  it('is the same run as that of the header, and wins over it', async () => {
    await withServer({}, async (server) => {
      await fetch(server.url + PATH, { headers: { 'X-Lab-Run': 'red' } });
      await fetch(`${server.url}/run/red${PATH}`, { headers: { 'X-Lab-Run': 'blue' } });
      expect((await server.records({ run: 'red' })).map(({ attempt }) => attempt)).toEqual([1, 2]);
    });
  });

  it('is left by no link: the list of flags, as JSON and as a page, and the first page stay in it', async () => {
    await withServer({}, async ({ url }) => {
      const json = { headers: { Accept: 'application/json' } };
      const listed = (await (await fetch(`${url}/run/red/flags/`, json)).json()) as Record<string, string>[];
      const { flag, metadata } = listed[0]!;
      expect([flag, metadata]).toEqual(['/run/red/flags/ad/ad.gif', '/run/red/flags/ad/metadata.json']);
      expect((await fetch(url + flag)).status).toBe(200);
      for (const page of ['/run/red/flags/', '/run/red/', '/run/red']) {
        const html = await (await fetch(url + page)).text();
        expect(html).toContain('href="/run/red/flags/');
        expect(html).not.toMatch(/href="\/(?!run\/red\/)/);
        // Whoever reads it has asked for no flag in that name.
        expect(html).not.toMatch(/src="\/run\//);
      }
    });
  });

  it.each(['/run//flags/', '/run/', '/run/a%20b/flags/', `/run/${'x'.repeat(65)}/flags/`, '/run/a;b/'])(
    'has a name that can be read: not %s',
    async (target) => {
      await withServer({}, async (server) => {
        using connection = await RawConnection.to(server.port);
        const { status, body } = await connection.ask(`GET ${target} HTTP/1.1`);
        expect([status, body]).toEqual([400, expect.stringContaining('name')]);
        expect(await server.records()).toEqual([]);
      });
    },
  );

  it('is asked for as any other path is: absolute, with HEAD, and with 404 for what is not there', async () => {
    await withServer({}, async (server) => {
      using connection = await RawConnection.to(server.port);
      const statuses = [];
      for (const line of [
        `GET http://localhost/run/red${PATH}`,
        `HEAD /run/red${PATH}`,
        'GET /run/red/no',
        'GET /run',
      ]) {
        statuses.push((await connection.ask(`${line} HTTP/1.1`)).status);
      }
      expect(statuses).toEqual([200, 200, 404, 404]);
      expect((await server.records({ run: 'red' })).map(({ key }) => key)).toEqual([
        `GET ${PATH}`,
        `GET ${PATH}`,
        'GET /no',
      ]);
    });
  });
});

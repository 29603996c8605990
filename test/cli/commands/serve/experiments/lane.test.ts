import { describe, expect, it } from 'vitest';
import { Lane } from '../../../../../cli/commands/serve/experiments/lane.ts';
import type { RunningServer } from '../../../../../servers/lab/running-server.ts';
import { withServer } from '../../../../helpers/with-server.ts';

const CELL = { server: 'LOCAL', strategy: 'mine', m: 2, repetition: 1 };

function lane(): Lane {
  const made = new Lane(CELL, ['BR', 'FR', 'CN'], 120);
  made.start();
  return made;
}

function ask({ url }: RunningServer, code: string, signal?: AbortSignal) {
  return fetch(`${url}/flags/${code}/${code}.gif`, signal && { signal }).then((response) => response.arrayBuffer());
}

describe('a lane', () => {
  it('has flags in the order in which they were sent whole, and asks no more for what it knows', async () => {
    await withServer({ faults: ['delay=100ms,path=*br.gif'] }, async (server) => {
      const shown = lane();
      shown.see([], 70);
      expect(shown.state().elapsedMs).toBe(0);
      await Promise.all([ask(server, 'br'), ask(server, 'fr')]);
      shown.see(await server.records({ sinceSeq: shown.nextSeq }), 200);
      expect(shown.nextSeq).toBe(2);
      shown.see(await server.records({ sinceSeq: shown.nextSeq }), 300);
      await ask(server, 'cn');
      const records = await server.records({ sinceSeq: shown.nextSeq });
      expect(records).toHaveLength(1);
      shown.see(records, 5400);
      // Its client was being started before.
      const [first] = await server.records();
      const elapsedMs = 5400 - first!.arrivedMs;
      expect(shown.state()).toMatchObject({
        state: 'running',
        items: 3,
        elapsedMs,
        outcomes: { ok: 3 },
        goodputPerSecond: expect.closeTo(3000 / elapsedMs),
        flagsFrom: 0,
        flags: ['FR', 'BR', 'CN'],
        idealMs: 120,
      });
      expect(shown.state(2)).toMatchObject({ flagsFrom: 2, flags: ['CN'] });
    });
  });

  it('asks again for what is open, and takes a request that came to its end for it', async () => {
    await withServer({ faults: ['hang,path=*br.gif'] }, async (server) => {
      const shown = lane();
      const away = new AbortController();
      const hanging = ask(server, 'br', away.signal).catch(() => {});
      await expect.poll(async () => (await server.counts()).inFlight).toBe(1);
      await ask(server, 'fr');
      shown.see(await server.records({ sinceSeq: shown.nextSeq }), 100);
      expect(shown.state()).toMatchObject({ outcomes: { ok: 1 }, flags: ['FR'] });
      away.abort();
      await hanging;
      await expect.poll(async () => (await server.counts()).inFlight).toBe(0);
      shown.see(await server.records({ sinceSeq: shown.nextSeq }), 200);
      expect(shown.state()).toMatchObject({ outcomes: { ok: 1, timeout: 1 }, flags: ['FR'] });
    });
  });

  it('counts an item by its last request, and one that came as ok from then on; what is no item does not count', async () => {
    await withServer(
      { faults: ['status=503,path=*br.gif,first=1', 'status=503,path=*fr.gif,every=2'] },
      async (server) => {
        const shown = lane();
        const look = async () => shown.see(await server.records({ sinceSeq: shown.nextSeq }), 100);
        await ask(server, 'br');
        await look();
        expect(shown.state().outcomes).toEqual({ httpError: 1 });
        for (const code of ['br', 'fr', 'fr', 'eg']) await ask(server, code);
        await fetch(`${server.url}/flags/cn/metadata.json`);
        await look();
        expect(shown.state()).toMatchObject({ outcomes: { ok: 2 }, flags: ['BR', 'FR'] });
      },
    );
  });
});

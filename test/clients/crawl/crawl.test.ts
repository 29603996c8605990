import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { crawl } from '../../../clients/crawl/crawl.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';

/** Pages, and where each of them leads to. */
type Web = Readonly<Record<string, readonly string[]>>;

const WEB: Web = { '/': ['/a', '/b'], '/a': ['/c', '/'], '/b': ['/c', '/b'], '/c': [] };

/** Everything that can be reached, found by hand. */
function reachable(web: Web, starts: readonly string[]): Set<string> {
  const seen = new Set(starts);
  for (const page of seen) for (const other of web[page] ?? []) seen.add(other);
  return seen;
}

describe('crawl', () => {
  it('visits each item once, whatever leads to it again, and ends when nothing is left', async () => {
    const visited: string[] = [];
    const visit = async (page: string) => {
      visited.push(page);
      await sleep(1);
      return { result: page.length, found: WEB[page]! };
    };
    const visits = await Array.fromAsync(crawl(['/'], visit, { m: 2 }));
    expect(visited.sort()).toEqual(['/', '/a', '/b', '/c']);
    expect(visits.map(({ item, result }) => `${item} ${result}`).sort()).toEqual(['/ 1', '/a 2', '/b 2', '/c 2']);
  });

  it('finds all that can be reached with never more than m visits at a time, in webs of all kinds', async () => {
    const pages = ['0', '1', '2', '3', '4', '5', '6', '7'];
    const links = fc.uniqueArray(fc.constantFrom(...pages));
    const web = fc.record(Object.fromEntries(pages.map((page) => [page, links])));
    const some = fc.uniqueArray(fc.constantFrom(...pages), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(web, some, fc.integer({ min: 1, max: 4 }), async (drawn, starts, m) => {
        let [active, most] = [0, 0];
        const visit = async (page: string) => {
          most = Math.max(most, ++active);
          for (let turn = 0; turn < Number(page); turn++) await Promise.resolve();
          active--;
          return { result: page, found: drawn[page]! };
        };
        const visits = await Array.fromAsync(crawl(starts, visit, { m }));
        expect(visits.map(({ item }) => item).sort()).toEqual([...reachable(drawn, starts)].sort());
        expect(most).toBeLessThanOrEqual(m);
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  it('does not end while a visit may still find something, though nothing waits', async () => {
    const gate = Promise.withResolvers<void>();
    const visits = crawl(
      ['slow', 'quick'],
      async (page) => {
        if (page === 'slow') await gate.promise;
        return { result: page, found: page === 'slow' ? ['late'] : [] };
      },
      { m: 4 },
    );
    expect((await visits.next()).value).toEqual({ item: 'quick', result: 'quick' });
    gate.resolve();
    expect((await Array.fromAsync(visits)).map(({ item }) => item)).toEqual(['slow', 'late']);
  });

  it('keeps no more than m results that nobody takes, and visits nothing meanwhile', async () => {
    let visited = 0;
    const visit = (page: number) => {
      visited++;
      return { result: page, found: [page + 1] };
    };
    const visits = crawl([0], visit, { m: 1 });
    await visits.next();
    for (let turn = 0; turn < 100; turn++) await Promise.resolve();
    // The one that was taken, one that is kept, and one whose result waits for room.
    expect(visited).toBeLessThanOrEqual(3);
    await visits.return();
  });

  it('calls off the visits under way when the loop is left, and waits for them', async () => {
    const [started, ended]: [string[], string[]] = [[], []];
    const visit = async (page: string, signal: AbortSignal) => {
      if (page === '/') return { result: page, found: ['/a', '/b'] };
      started.push(page);
      await sleep(60_000, signal).catch(() => ended.push(page));
      return { result: page, found: [] };
    };
    for await (const { item } of crawl(['/'], visit, { m: 2 })) {
      expect(item).toBe('/');
      await vi.waitFor(() => expect(started).toHaveLength(2));
      break;
    }
    expect(ended.sort()).toEqual(['/a', '/b']);
  });

  it('yields what was done before its signal aborted, then throws the reason', async () => {
    const controller = new AbortController();
    const visits = crawl(
      ['/'],
      async (page, signal) => {
        if (page === '/a') {
          controller.abort(new Error('enough'));
          await sleep(60_000, signal);
        }
        return { result: page, found: ['/a', '/b'] };
      },
      { m: 1, signal: controller.signal },
    );
    expect((await visits.next()).value).toEqual({ item: '/', result: '/' });
    await expect(visits.next()).rejects.toThrow('enough');
  });

  it('throws what a visit throws, and calls off the others', async () => {
    let reason: unknown;
    const visits = crawl(
      ['bad', 'slow'],
      async (page, signal) => {
        if (page === 'bad') throw new Error('no such page');
        await sleep(60_000, signal).catch((error: unknown) => {
          reason = error;
          throw error;
        });
        return { result: page, found: [] };
      },
      { m: 2 },
    );
    await expect(visits.next()).rejects.toThrow('no such page');
    expect(reason).toEqual(new Error('no such page'));
  });

  it('is over at once without a start, and refuses an m that is none', async () => {
    const visit = () => ({ result: 0, found: [] });
    expect(await Array.fromAsync(crawl([], visit, { m: 3 }))).toEqual([]);
    await expect(crawl([1], visit, { m: 0 }).next()).rejects.toThrow(TypeError);
  });
});

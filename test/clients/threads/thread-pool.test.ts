import { describe, expect, it, vi } from 'vitest';
import { resolveDownload } from '../../../clients/download/resolve-download.ts';
import { dealShares } from '../../../clients/threads/deal-shares.ts';
import { ThreadPool } from '../../../clients/threads/thread-pool.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { collect } from '../../helpers/collect.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { runningThreads } from '../../helpers/threads.ts';

const DYING = new URL('../../helpers/entries/dying-thread.ts', import.meta.url);
const CODES = ['AD', 'AE', 'AF', 'AG', 'AL', 'AM'];
const LOST = { kind: 'networkError', error: expect.stringMatching(/^the thread that had this item died: /) };

function settings(outDir?: string) {
  const options = { baseUrl: 'http://localhost:1/flags', m: 2, ...(outDir !== undefined && { outDir }) };
  return resolveDownload(CODES.length, options, { name: 'test', defaultM: 1, maxM: 9, forcedMaxM: 9 });
}

describe('ThreadPool', () => {
  it('gives an item whose thread dies an outcome, and the next item another thread', async () => {
    {
      await using pool = await ThreadPool.start(DYING, 2, settings());
      const outcomes = await Promise.all(CODES.map((code) => pool.downloadOne(code)));
      expect(outcomes.map(({ code }) => code)).toEqual(CODES);
      for (const outcome of outcomes) expect(outcome).toMatchObject(LOST);
    }
    expect(runningThreads()).toBe(0);
  });

  it('gives every item of a share whose thread dies an outcome', async () => {
    {
      await using pool = await ThreadPool.start(DYING, 2, settings());
      const outcomes = await collect(pool.downloadShares(dealShares(CODES, 3, 2)));
      expect(outcomes.map(({ code }) => code).sort()).toEqual(CODES);
      for (const outcome of outcomes) expect(outcome).toMatchObject(LOST);
    }
    expect(runningThreads()).toBe(0);
  });

  it('gives every item an outcome when no thread can take the place of the dead', async () => {
    await using folder = await temporaryFolder();
    {
      await using pool = await ThreadPool.start(DYING, 1, settings(folder.path));
      const outcomes = await Promise.all(CODES.map((code) => pool.downloadOne(code)));
      for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'networkError' });
    }
    // The pool has let go of the thread that died while it started; it is on its way out.
    await vi.waitFor(() => expect(runningThreads()).toBe(0));
  });

  it('does not start when a thread cannot be loaded', async () => {
    const entry = new URL('../../helpers/entries/failing-thread.ts', import.meta.url);
    const starting = ThreadPool.start(entry, 2, settings());
    await expect(starting).rejects.toThrow(LabError);
    await expect(starting).rejects.toThrow('cannot start 2 threads: cannot be loaded');
    await vi.waitFor(() => expect(runningThreads()).toBe(0));
  });
});

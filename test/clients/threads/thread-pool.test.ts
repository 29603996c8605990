import { describe, expect, it, vi } from 'vitest';
import { resolveDownload } from '../../../clients/download/resolve-download.ts';
import { ThreadPool } from '../../../clients/threads/thread-pool.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { collect } from '../../helpers/collect.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { runningThreads } from '../../helpers/threads.ts';

const DYING = new URL('../../helpers/entries/dying-thread.ts', import.meta.url);
const HALF_DONE = new URL('../../helpers/entries/half-done-thread.ts', import.meta.url);
const CODES = ['AD', 'AE', 'AF', 'AG', 'AL', 'AM'];
const LOST = { kind: 'networkError', error: expect.stringMatching(/^the thread that had this item died: /) };

function settings(outDir?: string) {
  const options = { baseUrl: 'http://localhost:1/flags', m: 2, ...(outDir !== undefined && { outDir }) };
  return resolveDownload(CODES.length, options, { name: 'test', defaultM: 1, maxM: 9, forcedMaxM: 9 });
}

describe('ThreadPool', () => {
  it('gives every item an outcome, and ends, when every thread dies of its task', async () => {
    {
      await using pool = await ThreadPool.start(DYING, [1, 2], settings());
      const outcomes = await collect(pool.download(CODES));
      expect(outcomes.map(({ code }) => code).sort()).toEqual(CODES);
      for (const outcome of outcomes) expect(outcome).toMatchObject(LOST);
    }
    expect(runningThreads()).toBe(0);
  });

  it('loses only what a dying thread held, and leaves the rest to another', async () => {
    await using pool = await ThreadPool.start(HALF_DONE, [2], settings());
    const outcomes = await collect(pool.download(CODES));
    expect(outcomes.map(({ code, kind }) => `${code} ${kind}`)).toEqual([
      'AD ok',
      'AE networkError',
      'AF ok',
      'AG networkError',
      'AL ok',
      'AM networkError',
    ]);
    expect(outcomes[1]).toMatchObject(LOST);
  });

  it('gives every item an outcome when no thread can take the place of the dead', async () => {
    await using folder = await temporaryFolder();
    {
      await using pool = await ThreadPool.start(DYING, [1], settings(folder.path));
      const outcomes = await collect(pool.download(CODES));
      expect(outcomes.map(({ code }) => code)).toEqual(CODES);
      for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'networkError' });
    }
    // The pool has let go of the thread that died while it started; it is on its way out.
    await vi.waitFor(() => expect(runningThreads()).toBe(0));
  });

  it('does not start when a thread cannot be loaded', async () => {
    const entry = new URL('../../helpers/entries/failing-thread.ts', import.meta.url);
    const starting = ThreadPool.start(entry, [1, 1], settings());
    await expect(starting).rejects.toThrow(LabError);
    await expect(starting).rejects.toThrow('cannot start 2 threads: cannot be loaded');
    await vi.waitFor(() => expect(runningThreads()).toBe(0));
  });
});

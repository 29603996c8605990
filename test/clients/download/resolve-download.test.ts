import { describe, expect, it } from 'vitest';
import { DEFAULT_TIMEOUT_MS, type DownloadOptions } from '../../../clients/download/download.ts';
import { resolveDownload } from '../../../clients/download/resolve-download.ts';
import { strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

const ASYNC = strategy('async');
const baseUrl = 'http://localhost:8000/flags';

function resolve(options: Partial<DownloadOptions>, items = 20_000) {
  return resolveDownload(items, { baseUrl, ...options }, ASYNC);
}

describe('resolveDownload', () => {
  it('fills in the defaults', () => {
    expect(resolve({})).toEqual({
      baseUrl,
      m: 5,
      limitBy: 'vegas',
      timeoutMs: DEFAULT_TIMEOUT_MS,
      retries: 0,
      names: false,
      crawl: false,
      outDir: undefined,
      saveTimes: 1,
      saveWith: 'async',
      cpu: undefined,
      seed: 42,
      timeScale: 1,
      run: undefined,
      signal: undefined,
    });
  });

  it('keeps what is given', () => {
    const { signal } = new AbortController();
    const given = {
      m: 7,
      limitBy: 'aimd' as const,
      timeoutMs: 0.5,
      retries: 3,
      names: true,
      crawl: true,
      outDir: 'x',
      saveTimes: 10,
      saveWith: 'sync' as const,
      cpu: { rounds: 5, on: 'pool' as const },
      seed: 1,
      timeScale: 0.1,
      run: 'r',
      signal,
    };
    expect(resolve(given)).toEqual({ baseUrl, ...given });
  });

  it('gives a frozen result that can be sent to another thread but for its signal', () => {
    const { signal, ...settings } = resolve({ signal: new AbortController().signal });
    expect(structuredClone(settings)).toEqual(settings);
    expect(Object.isFrozen(resolve({}))).toBe(true);
  });

  it.each([
    [5, 20, 5],
    [5, 3, 3],
    [5, 0, 1],
    [1000, 20_000, 1000],
  ])('makes m = %d for %d items %d', (m, items, expected) => {
    expect(resolve({ m }, items).m).toBe(expected);
  });

  it('lets force lift the limit', () => {
    expect(resolve({ m: 10_000, force: true }).m).toBe(10_000);
  });

  it.each([
    ['http://localhost:8000/flags/', 'http://localhost:8000/flags'],
    ['http://localhost:8000', 'http://localhost:8000'],
    ['HTTPS://Example.org/a//', 'https://example.org/a'],
  ])('makes the base URL %s %s', (given, expected) => {
    expect(resolve({ baseUrl: given }).baseUrl).toBe(expected);
  });

  it.each<[Partial<DownloadOptions>, string]>([
    [{ m: 0 }, 'm must be a whole number from 1 to 1000 for async, not 0'],
    [{ m: -1 }, 'm must be a whole number from 1 to 1000 for async, not -1'],
    [{ m: 1.5 }, 'm must be a whole number from 1 to 1000 for async, not 1.5'],
    [{ m: Number.NaN }, 'm must be a whole number from 1 to 1000 for async, not NaN'],
    [{ m: 1001 }, 'm must be a whole number from 1 to 1000 for async, not 1001; --force allows up to 10000'],
    [{ m: 10_001 }, 'm must be a whole number from 1 to 1000 for async, not 10001'],
    [{ m: 10_001, force: true }, 'm must be a whole number from 1 to 10000 for async, not 10001'],
    [{ timeoutMs: 0 }, 'the timeout must be over 0 ms and at most 1h, not 0 ms'],
    [{ timeoutMs: -5 }, 'the timeout must be over 0 ms and at most 1h, not -5 ms'],
    [{ timeoutMs: 3_600_001 }, 'the timeout must be over 0 ms and at most 1h, not 3600001 ms'],
    [{ timeoutMs: Number.NaN }, 'the timeout must be over 0 ms and at most 1h, not NaN ms'],
    [{ retries: -1 }, 'retries must be a whole number from 0 to 100, not -1'],
    [{ retries: 101 }, 'retries must be a whole number from 0 to 100, not 101'],
    [{ retries: 0.5 }, 'retries must be a whole number from 0 to 100, not 0.5'],
    [{ timeScale: -1 }, 'the time scale must be a number from 0, not -1'],
    [{ timeScale: Number.POSITIVE_INFINITY }, 'the time scale must be a number from 0, not Infinity'],
    [
      { run: 'a\r\nb' },
      '"a\r\nb" is not a name of a run: give 1 to 64 letters from a to z, digits, dots, hyphens, tildes or underscores, and not dots alone',
    ],
    [{ outDir: '' }, 'the folder to save in must have a name'],
    [
      { baseUrl: 'localhost:8000/flags' },
      '"localhost:8000/flags" is not a base URL: give one such as http://localhost:8000/flags',
    ],
    [{ baseUrl: 'flags' }, '"flags" is not a base URL: give one such as http://localhost:8000/flags'],
    [{ baseUrl: 'ftp://a/b' }, '"ftp://a/b" is not a base URL: give one such as http://localhost:8000/flags'],
    [
      { baseUrl: 'http://a/b?c=d' },
      'the base URL "http://a/b?c=d" must not have a query, a fragment, a user or a password',
    ],
    [
      { baseUrl: 'http://me:x@a/b' },
      'the base URL "http://me:x@a/b" must not have a query, a fragment, a user or a password',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => resolve(options)).toThrow(new UsageError(message));
  });

  it.each([
    ['sequential', 2, 'm must be 1 for sequential, not 2'],
    ['workers', 5000, 'm must be a whole number from 1 to 128 for workers, not 5000'],
    ['hybrid', 10_001, 'm must be a whole number from 1 to 10000 for hybrid, not 10001'],
  ])('refuses more for %s than it can do, however few the items', (name, m, message) => {
    expect(() => resolveDownload(1, { baseUrl, m }, strategy(name))).toThrow(new UsageError(message));
    expect(() => resolveDownload(1, { baseUrl, m, force: true }, strategy(name))).toThrow(new UsageError(message));
  });

  it.each([
    [{ cpu: { rounds: 0, on: 'loop' } }, 'the rounds of CPU work must be a whole number from 1, not 0'],
    [{ cpu: { rounds: 5, on: 'gpu' } }, 'CPU work is done on one of loop, pool, process, not on "gpu"'],
    [{ saveTimes: 1001 }, 'flags are saved 1 to 1000 times as large, not 1001 times'],
    [{ saveWith: 'later' }, 'flags are saved with one of async, sync, not with "later"'],
  ])('refuses work that cannot be done: %o', (options, message) => {
    expect(() => resolve(options as Partial<DownloadOptions>)).toThrow(new UsageError(message));
  });
});

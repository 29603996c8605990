import { describe, expect, it } from 'vitest';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { CODES, crawlSeed, FAILS } from '../../../helpers/bench/crawl-seed.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';

/** Crawls for three flags, from a server on which that address fails, if one is named. */
async function crawl(failing?: string, ...more: readonly string[]) {
  const seed = failing === undefined ? 42 : crawlSeed('ERROR', failing);
  await using lab = await startLab({ ERROR: { faults: failing === undefined ? [] : [FAILS] } }, { seed });
  const args = ['get', '--crawl', '--no-save', '--base-url', `${lab.url('ERROR')}/flags`, ...CODES, ...more];
  return await runInMemory(args);
}

describe('get --crawl', () => {
  it('tells flags and the pages that led to them apart', async () => {
    const { code, stdout } = await crawl();
    expect(code).toBe(0);
    expect(stdout).toContain('Crawling from the list of countries to 3 flags: BR, FR, IN\n');
    expect(stdout).toContain('  3 flags downloaded.\n  4 pages led to them.\nElapsed time: ');
  });

  it('says that nothing was found where the list fails', async () => {
    const { code, stdout } = await crawl('/flags/');
    expect(code).toBe(0);
    expect(stdout).toContain('  0 flags downloaded.\n  0 pages led to them.\n');
    expect(stdout).toMatch(/^Nothing was found, since the list failed: \/flags\/: httpError GET .*: status 418\.$/m);
    expect(stdout).toContain('  7 errors.\n    6 × never found; 1 × status 418\n');
  });

  it('counts what metadata that fails would have led to as never found', async () => {
    const { code, stdout } = await crawl('/flags/br/metadata.json');
    expect(code).toBe(0);
    expect(stdout).toContain('  2 flags downloaded.\n  3 pages led to them.\n  2 errors.\n');
    expect(stdout).toContain('1 × never found');
  });

  it('has each address in its JSON', async () => {
    const { stdout } = await crawl(undefined, '--json');
    const { ok, outcomes } = JSON.parse(stdout);
    expect(ok).toBe(7);
    expect(outcomes[0].code).toBe('/flags/');
  });

  it('says which server cannot be reached, and exits with 1', async () => {
    const { code, stderr } = await runInMemory([
      'get',
      '--crawl',
      '--no-save',
      '--base-url',
      'http://localhost:1/flags',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('is --base-url right?');
  });

  it.each([
    [['-c', 'workers'], 'workers cannot crawl, for it must know its items beforehand: choose sequential or async'],
    [['--names'], "option '--crawl' cannot be used with option '-n, --names'"],
    [['-e'], "option '--crawl' cannot be used with option '-e, --every'"],
    [['--cpu', '1ms'], "option '--crawl' cannot be used with option '--cpu <duration>'"],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await runInMemory(['get', '--crawl', ...options]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

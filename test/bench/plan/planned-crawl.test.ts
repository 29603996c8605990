import { describe, expect, it } from 'vitest';
import { foretell } from '../../../bench/plan/foretell.ts';
import { type PlanRequest, planDownload } from '../../../bench/plan/plan.ts';
import { plannedItems } from '../../../bench/plan/planned-items.ts';
import { strategy } from '../../../clients/strategies.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { scheduleTime } from '../../../lib/queueing/schedule-time.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { CODES, crawlSeed, FAILS } from '../../helpers/bench/crawl-seed.ts';
import { collect } from '../../helpers/collect.ts';

function crawlOf(faults: readonly string[], more: Partial<PlanRequest> = {}): PlanRequest {
  return {
    label: 'ERROR',
    profile: parseProfile(faults),
    seed: 42,
    timeScale: 1,
    codes: CODES,
    m: 20,
    timeoutMs: 3100,
    crawl: true,
    ...more,
  };
}

describe('the plan of a crawl', () => {
  it('has a fate for the list, and for the metadata and the image of each country', () => {
    const { fates, m, longestMs, sumMs, idealMs } = planDownload(crawlOf(['delay=100ms']));
    expect(fates.map(({ code }) => code)).toEqual([
      '/flags/',
      ...['br', 'fr', 'in'].flatMap((cc) => [`/flags/${cc}/metadata.json`, `/flags/${cc}/${cc}.gif`]),
    ]);
    // A country has its metadata or its image in flight, never both: more than 3 at once there cannot be.
    expect({ m, longestMs, sumMs, idealMs }).toEqual({ m: 3, longestMs: 300, sumMs: 700, idealMs: 300 });
  });

  it.each([
    [1, 700],
    [2, 400],
    [3, 300],
  ])('has for m = %i the ideal that is the longest chain or the sum shared out', (m, idealMs) => {
    expect(planDownload(crawlOf(['delay=100ms'], { m })).idealMs).toBe(idealMs);
  });

  it('leaves out of the ideal what is behind a failure, and counts it as an error', () => {
    const request = crawlOf(['delay=100ms', FAILS], { seed: crawlSeed('ERROR', '/flags/br/metadata.json') });
    const { downloads, fates, sumMs } = planDownload(request);
    expect(fates).toHaveLength(6);
    expect(sumMs).toBe(600);
    expect(downloads.filter(({ isUnfound }) => isUnfound)).toEqual([
      { code: '/flags/br/br.gif', outcome: 'networkError', heldMs: 0, isUnfound: true },
    ]);
  });

  it('finds nothing behind a list that fails', () => {
    const { downloads, fates, idealMs } = planDownload(
      crawlOf(['delay=100ms', FAILS], { seed: crawlSeed('ERROR', '/flags/') }),
    );
    expect(fates.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual(['/flags/ httpError']);
    expect(downloads.filter(({ isUnfound }) => isUnfound)).toHaveLength(6);
    expect(idealMs).toBe(100);
  });

  it('counts what is asked for again before what that leads to', () => {
    const { fates, longestMs } = planDownload(crawlOf(['delay=100ms', 'status=503,first=1'], { retries: 1 }));
    expect(fates).toHaveLength(14);
    expect(longestMs).toBe(600);
  });

  it('is no longer than any schedule that keeps to what leads to what', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const m of [1, 2, 7, 50]) {
        const request = crawlOf(['delay=uniform:0.5s..5s', 'status=418@25%'], { seed, m, codes: countryCodes() });
        const { idealMs, scheduleMs, timeoutMs } = planDownload(request);
        const { items, stations } = plannedItems(request);
        expect(idealMs).toBeLessThanOrEqual(scheduleMs * (1 + 1e-9));
        expect(scheduleMs).toBe(scheduleTime(items, { m, stations, timeoutMs }));
      }
    }
  });

  it('foretells nothing of what is behind a page that a full queue turns away', () => {
    const request = crawlOf(['capacity=1,service=100ms,queue=0,shed=503'], { label: 'LIMITED' });
    const { fates, shed } = foretell(request);
    expect(shed.low).toBeGreaterThan(0);
    const turnedAway = fates.filter((fate) => fate.shed && fate.code.endsWith('metadata.json'));
    for (const { code } of turnedAway) {
      const image = code.replace('metadata.json', `${code.slice(7, 9)}.gif`);
      expect(fates.map((fate) => fate.code)).not.toContain(image);
    }
  });

  it.each(['sequential', 'async'])('is what %s meets', async (name) => {
    const faults = ['status=418@25%', 'throttle=10MB/s'];
    const codes = countryCodes();
    // The list itself comes with this seed.
    const seed = [1, 2, 3, 4].find(
      (one) => planDownload(crawlOf(faults, { seed: one, codes })).downloads[0]!.outcome === 'ok',
    )!;
    const { downloads } = planDownload(crawlOf(faults, { seed, codes, timeoutMs: 60_000 }));
    await using lab = await startLab({ ERROR: { faults } }, { seed });
    const options = { baseUrl: `${lab.url('ERROR')}/flags`, crawl: true, timeoutMs: 60_000 };
    const outcomes = await collect(strategy(name).download(codes, options));
    const kinds = (all: readonly { readonly code: string }[], kindOf: (i: number) => string) =>
      Object.fromEntries(all.map(({ code }, i) => [code, kindOf(i)]));
    expect(kinds(outcomes, (i) => outcomes[i]!.kind)).toEqual(kinds(downloads, (i) => downloads[i]!.outcome));
    expect(downloads.some(({ isUnfound }) => isUnfound)).toBe(true);
  });
});

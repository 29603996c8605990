// Has LOCAL asked a number of times a second, with the live page open in Chromium or without. Prints {perSecond}, and of the
// page how long its longest task took meanwhile, and how soon it showed something.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { launchBrowser } from '../../test/helpers/bench/browser.ts';

const [flagUrl = '', pace = '5000', seconds = '10', pageUrl] = process.argv.slice(2);
const CONNECTIONS = 64;

/** What the page is to tell of itself; the browser runs it before the page's own script. */
const WATCH_TASKS = `
  globalThis.longestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
`;

if (pageUrl === undefined) console.log(JSON.stringify({ perSecond: await load() }));
else {
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.addInitScript(WATCH_TASKS);
  await page.goto(`${pageUrl}/#/requests/LOCAL`);
  await page.getByText('● live').waitFor();
  const firstPaintMs = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  const perSecond = await load();
  // A page that hangs, or sees nothing, has no long tasks and costs nothing.
  await page.getByText('a choice of them').waitFor();
  const longestTaskMs = await page.evaluate<number>('longestTaskMs');
  console.log(JSON.stringify({ perSecond, longestTaskMs, firstPaintMs }));
}

async function load(): Promise<number> {
  const script = new URL('./raw-load.ts', import.meta.url).pathname;
  const args = [script, flagUrl, String(CONNECTIONS), seconds, pace];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}

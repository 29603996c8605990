// Makes the pictures of README.md: `make pictures`. They show what `npx flaglab bench` prints now, in a terminal of its
// own, the report of the same run, and the live page at the end of a race. It needs python3 and Chromium, as the tests do,
// and about a minute.
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../test/helpers/bench/browser.ts';
import { pseudoTerminal } from '../test/helpers/pseudo-terminal.ts';
import { FLAGLAB } from '../test/helpers/run-flaglab.ts';
import { serving } from '../test/helpers/serving.ts';
import { ROOT } from '../test/helpers/source-tree.ts';
import { buildLivePage } from './build-page.ts';
import { Screen } from './terminal/screen.ts';
import { screenPage } from './terminal/screen-page.ts';

const PICTURES = new URL('../docs/pictures/', import.meta.url);

const COLUMNS = 100;

/** More than a bench prints, so that nothing scrolls away. */
const ROWS = 80;

/** Pixels of the part of the report that is shown, on a screen of ordinary density. */
const REPORT = { width: 1280, height: 860 };

/** Pixels of the picture for each pixel of the page, so that text stays sharp. */
const DENSITY = 1.5;

/** As long as a race may take, in milliseconds. */
const RACE_MS = 120_000;

const MOST_BYTES = 300_000;

/** Runs a bench as a reader would; resolves to what its terminal shows, from the prompt on. */
async function benchScreen(): Promise<string> {
  const environment = ['env', '-u', 'CI', '-u', 'NO_COLOR', 'TERM=xterm-256color'];
  const command = [...environment, process.execPath, FLAGLAB, 'bench'];
  await using terminal = pseudoTerminal(command, { columns: COLUMNS, rows: ROWS });
  const code = await terminal.ended;
  const lastLine = terminal.text().trimEnd().split('\n').at(-1);
  if (code !== 0) throw new Error(`the bench ended with exit code ${code}: ${lastLine}`);
  const screen = new Screen(COLUMNS);
  screen.write(`$ npx flaglab bench\r\n${terminal.text()}`);
  return screenPage(screen.lines());
}

/** Has the strategies that wait in different ways race on the live page; resolves to a picture of it at the end. */
async function raceScreen(page: Page): Promise<Uint8Array> {
  await buildLivePage(join(ROOT, 'web/dist'));
  await using lab = await serving(['DELAY']);
  await page.goto(`${lab.urls.CONTROL}/#/race`);
  await page.getByRole('checkbox', { name: 'workers' }).check();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('link', { name: 'The whole report' }).waitFor({ timeout: RACE_MS });
  await page.evaluate('scrollTo(0, 0)');
  return await page.screenshot();
}

/** Writes a picture with as few colours as it needs. */
async function keep(name: string, screenshot: Uint8Array): Promise<void> {
  const picture = await sharp(screenshot).png({ palette: true, effort: 10 }).toBuffer();
  if (picture.length > MOST_BYTES) throw new Error(`${name} has ${picture.length} bytes, more than ${MOST_BYTES}`);
  writeFileSync(new URL(name, PICTURES), picture);
  console.log(`docs/pictures/${name}: ${Math.ceil(picture.length / 1000)} KB`);
}

const folder = mkdtempSync(join(tmpdir(), 'flaglab-pictures-'));
// Where what is started keeps its runs, so that no path has to be given that would be seen.
process.chdir(folder);
try {
  const terminal = await benchScreen();
  const [report] = globSync('results/*/report.html');
  mkdirSync(PICTURES, { recursive: true });
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: REPORT, deviceScaleFactor: DENSITY, colorScheme: 'light' });
  await page.setContent(terminal);
  await keep('terminal.png', await page.locator('#terminal').screenshot({ omitBackground: true }));
  await page.goto(pathToFileURL(join(folder, report!)).href);
  await page.locator('#run').waitFor();
  await keep('report.png', await page.screenshot());
  await keep('race.png', await raceScreen(page));
} finally {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true, force: true });
}

import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import { buildLivePage } from '../../../scripts/build-page.ts';
import { type Lab, type LabOptions, type ServerPlan, startLab } from '../../../servers/lab/start-lab.ts';
import { launchBrowser } from '../../helpers/bench/browser.ts';
import { testWindow } from '../../helpers/bench/test-window.ts';
import { ROOT } from '../../helpers/source-tree.ts';

/** A lab with its live page in a browser. */
export interface LivePage extends AsyncDisposable {
  readonly lab: Lab;
  readonly control: Control;
  readonly browser: Browser;
  /** Opens a view in a window of its own, until the end of the test; what the page says on the console is added to `complaints`. */
  open(view: string, options?: BrowserContextOptions): Promise<Page>;
  readonly complaints: readonly string[];
}

/** Starts servers in threads, as `serve` does, and a browser; `await using` ends both. */
export async function livePage(plans: Record<string, ServerPlan>, options: LabOptions = {}): Promise<LivePage> {
  const [browser, lab] = await Promise.all([
    launchBrowser(),
    startLab(plans, { threads: true, ...options }),
    buildLivePage(join(ROOT, 'web/dist')),
  ]);
  const control = await startControl(lab, { port: 0, host: undefined, open: false });
  const complaints: string[] = [];
  return {
    lab,
    control,
    browser,
    complaints,
    async open(view, more = {}) {
      const context = await testWindow(browser, more);
      const page = await context.newPage();
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (!request.url().startsWith(control.url) && !request.url().startsWith('data:'))
          complaints.push(request.url());
      });
      await page.goto(`${control.url}/#/${view}`);
      await page.getByText('● live').waitFor();
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await control.close();
      await lab.close(0);
    },
  };
}

/** Asks a server for flags, all at once. */
export async function askFor(lab: Lab, label: string, codes: readonly string[], prefix = ''): Promise<number[]> {
  const answers = codes.map(async (code) => {
    const response = await fetch(`${lab.url(label)}${prefix}/flags/${code}/${code}.gif`);
    await response.bytes();
    return response.status;
  });
  return await Promise.all(answers);
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { htmlReport } from '../../../bench/report/html/html-report.ts';
import { buildPage } from '../../../scripts/build-page.ts';
import type { Sample } from './bench-sample.ts';
import { launchBrowser } from './browser.ts';

/** How a report is looked at. */
export interface LookOptions {
  /** Default 1280. */
  readonly width?: number;
  /** Default light. */
  readonly scheme?: 'light' | 'dark';
}

/** A report in a browser's window. */
export interface OpenReport {
  readonly page: Page;
  /** What the browser complained about, and what the page asked the network for. Should be empty. */
  readonly complaints: readonly string[];
}

/** A browser that opens reports from disk, and the page that they are made of, built from its sources. */
export class ReportBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** Builds the page and starts the browser. */
  static async start(): Promise<ReportBrowser> {
    const folder = mkdtempSync(join(tmpdir(), 'flaglab-page-'));
    const [browser] = await Promise.all([launchBrowser(), buildPage('report', folder)]);
    return new ReportBrowser(browser, folder);
  }

  /** Opens the report of a bench in a window of its own, without network, once its charts are drawn. */
  async open({ result, records }: Sample, { width = 1280, scheme = 'light' }: LookOptions = {}): Promise<OpenReport> {
    const file = join(this.#folder, 'opened.html');
    writeFileSync(file, htmlReport(result, records, { page: join(this.#folder, 'report.html') }));
    const context = await this.#browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      offline: true,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.locator('#run').waitFor();
    return { page, complaints };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

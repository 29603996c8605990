import { defineConfig } from '@playwright/test';

export default defineConfig({
  // Where the browser is, if it is not one that Playwright has installed.
  use: { launchOptions: { executablePath: process.env.CHROMIUM ?? '' } },
});

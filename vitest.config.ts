import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // The examples import the package by its name, as its users do.
    alias: { flaglab: new URL('index.ts', import.meta.url).pathname },
    // Two files at a time: the tests start real servers, threads and processes, and a crowded machine only blurs them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Long enough for a busy machine; a condition that holds ends the wait at once.
    expect: { poll: { timeout: 10_000, interval: 20 } },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    // Two files at a time: the tests start real servers, threads and processes, and a crowded machine only blurs them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Long enough for a busy machine; a condition that holds ends the wait at once.
    expect: { poll: { timeout: 10_000, interval: 20 } },
  },
});

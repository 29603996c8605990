import { defineConfig } from 'vitest/config';

/** What only computes: these tests leave nothing behind in a process, and so one of them can have many files. */
const COMPUTING = [
  'test/lib/{chance,flags,network,package,queueing,schema,unicode,units}/**/*.test.ts',
  'test/bench/{climb,compare,criteria,report,result,rows,statistics,sweep,timeline,tune}/**/*.test.ts',
  'test/cli/{options,result-text}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'computing', include: COMPUTING, isolate: false } },
      {
        extends: true,
        test: { name: 'acting', include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], exclude: COMPUTING },
      },
    ],
    // Two files at a time: the tests start real servers, threads and processes, and a crowded machine only blurs them.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Long enough for a busy machine; a condition that holds ends the wait at once.
    expect: { poll: { timeout: 10_000, interval: 20 } },
  },
});

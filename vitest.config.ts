import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that leave nothing behind in their process and ask nothing about it: so one process can have many of their files. */
const SHARING = [
  'test/lib/{chance,flags,network,package,queueing,schema,unicode,units}/**/*.test.ts',
  'test/servers/{control,flags,proxy,records}/**/*.test.ts',
  'test/clients/{crawl,domains,download,item,schedule,work}/**/*.test.ts',
  'test/bench/{climb,compare,criteria,experiment,plan,probes,report,result,rows,statistics,store,sweep,timeline,tune,usage}/**/*.test.ts',
  'test/{cli,perf,scripts}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], exclude: SHARING },
      },
    ],
    // Processes that tests start compile what they load once, as those of the command do.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
    // Some wait while others compute, so that four keep two cores busy. More would only blur what is measured.
    maxWorkers: 4,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Long enough for a busy machine; a condition that holds ends the wait at once.
    expect: { poll: { timeout: 20_000, interval: 20 } },
  },
});

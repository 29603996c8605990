// Prints `N passed, N failed` from vitest's JSON report. A failure that is no test's own (lint, types, a test file
// that cannot be loaded, an error outside any test) counts as one failed.
import { existsSync, readFileSync } from 'node:fs';

const [report, exitCode] = process.argv.slice(2);
const {
  numPassedTests = 0,
  numFailedTests = 0,
  testResults = [],
} = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
const brokenFiles = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
).length;
const failed = numFailedTests + brokenFiles;
console.log(`${numPassedTests} passed, ${failed === 0 && exitCode !== '0' ? 1 : failed} failed`);

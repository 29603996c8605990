// Compiles the published package: dist/ with JavaScript, types and the report's page, made afresh.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildPage } from './web/build-page.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const compiler = fileURLToPath(new URL('lib/tsc.js', import.meta.resolve('typescript/package.json')));

rmSync(`${here}dist`, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '--project', `${here}tsconfig.build.json`], {
  stdio: 'inherit',
});
if (status === 0) await buildPage('report', `${here}dist/web`);
process.exitCode = status ?? 1;

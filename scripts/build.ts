// Compiles the published package: dist/ with JavaScript, types and the pages, made afresh.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildPages } from './build-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = fileURLToPath(new URL('lib/tsc.js', import.meta.resolve('typescript/package.json')));

rmSync(`${root}dist`, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [compiler, '--project', `${root}tsconfig.build.json`], {
  stdio: 'inherit',
});
if (status === 0) await buildPages(`${root}dist/web`);
process.exitCode = status ?? 1;

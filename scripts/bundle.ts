// Makes one file with all that a workshop without a network needs but Node: `make bundle` writes flaglab-workshop.tgz. With
// arguments it is written elsewhere, and from a package that has been packed already: `npm run bundle -- TARGET PACKAGE`.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'flaglab-workshop';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [, , target = join(ROOT, `${NAME}.tgz`), packed] = process.argv;

/** Optional packages are for one platform each, and the laptops have several. */
const INSTALL = [
  'install',
  '--omit=dev',
  '--omit=optional',
  '--prefer-offline',
  '--no-save',
  '--no-audit',
  '--no-fund',
];

/** What npm tells the scripts that it runs would tell the npm inside them too. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

const work = mkdtempSync(join(tmpdir(), 'flaglab-bundle-'));
try {
  const folder = join(work, NAME);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: NAME, private: true, type: 'module' })}\n`);
  npm([...INSTALL, packed === undefined ? pack() : resolve(packed)], folder);
  execFileSync('tar', ['-czf', resolve(target), '-C', work, NAME], { stdio: 'inherit' });
  console.log(target);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pack(): string {
  npm(['pack', '--pack-destination', work], ROOT);
  return join(work, globSync('*.tgz', { cwd: work })[0]!);
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args, '--loglevel=error'], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

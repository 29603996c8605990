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

/** What whoever has unpacked it is to type. */
const README = `# The workshop of Flag Lab

It needs Node 24 or later, and no network; the exercises in Python need Python 3. Everything is typed in this folder:

    npx flaglab lesson                                         # which lessons there are
    npx flaglab lesson 1                                       # walks through one
    npx flaglab lesson 1 --eject workshop                      # copies its exercise, to be edited
    npx flaglab lesson watch 1 workshop/01-waiting/exercise.ts # judges it at each save
    npx flaglab lesson check all                               # whether this computer can do all lessons

The guide for who leads it is node_modules/flaglab/lessons/README.md.
`;

/** What npm tells the scripts that it runs would tell the npm inside them too. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

const work = mkdtempSync(join(tmpdir(), 'flaglab-bundle-'));
try {
  const folder = join(work, NAME);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: NAME, private: true, type: 'module' })}\n`);
  writeFileSync(join(folder, 'README.md'), README);
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

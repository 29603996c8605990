import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/source-tree.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const run = promisify(execFile);

/** A clone as git makes it, in which an earlier build has left a `dist/` that cannot be loaded unnoticed. */
async function cloneWithStaleBuild() {
  const folder = await temporaryFolder();
  for (const copied of ['package.json', 'entry', 'bin']) {
    cpSync(join(ROOT, copied), join(folder.path, copied), { recursive: true });
  }
  for (const same of ['index.ts', 'cli']) symlinkSync(join(ROOT, same), join(folder.path, same));
  for (const stale of ['dist/index.js', 'dist/cli/main.js']) {
    mkdirSync(join(folder.path, stale, '..'), { recursive: true });
    writeFileSync(join(folder.path, stale), "throw new Error('stale');");
  }
  return folder;
}

describe("import 'flaglab' in a clone", () => {
  it.each(['try.ts', 'lessons/mine.mjs'])('loads the sources, never a stale dist/, in %s', async (path) => {
    await using clone = await cloneWithStaleBuild();
    const file = join(clone.path, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(
      file,
      `import { startLab } from 'flaglab';
      await using lab = await startLab({ LOCAL: {} });
      console.log((await fetch(lab.url('LOCAL') + '/flags/br/br.gif')).status);`,
    );
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout).toBe('200\n');
  });

  it('gives what index.ts gives, to require() too', async () => {
    const code = "console.log(Object.keys(require('flaglab')).join())";
    const { stdout } = await run(process.execPath, ['--eval', code], { cwd: ROOT });
    expect(stdout.trim().split(',')).toEqual(Object.keys(await import('../index.ts')).sort());
  });
});

describe('the flaglab command in a clone', () => {
  it('runs the sources, never a stale dist/', async () => {
    await using clone = await cloneWithStaleBuild();
    const { stdout } = await run(process.execPath, [join(clone.path, 'bin/flaglab.js'), '--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

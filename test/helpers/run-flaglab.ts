import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './source-tree.ts';

/** The file that `npx flaglab` runs. */
export const FLAGLAB = join(ROOT, 'bin/flaglab.js');

/** What a command line came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `flaglab` in a process of its own, its streams no terminals, and waits for its end. */
export function runFlaglab(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [FLAGLAB, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}

import { existsSync, writeFileSync } from 'node:fs';
import { threadSettings } from '../../../clients/threads/thread-settings.ts';

// An entry for ThreadPool that dies of its first task. With a folder to save in, its successors die while they start.
const { outDir } = threadSettings();
const marker = `${outDir}/died`;
if (outDir !== undefined && existsSync(marker)) throw new Error('dead on arrival');

/** The first task: ends well. */
export function ready(): void {}

/** The second task: ends the thread. */
export default function die(): void {
  if (outDir !== undefined) writeFileSync(marker, '');
  process.exit(3);
}

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { childrenOf } from '../../../helpers/processes.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** So long a busy machine does nothing for the servers, and so long it lets them do something. */
const PAUSE_MS = 60;

/** Keeps the servers of a bench in this process from their work again and again, as a busy machine does, until something is so. */
async function keepServersBusy(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const servers = childrenOf(process.pid).filter(({ command }) => command.includes('servers-process'));
    for (const { pid } of servers) process.kill(pid, 'SIGSTOP');
    await sleep(PAUSE_MS);
    for (const { pid } of servers) process.kill(pid, 'SIGCONT');
    await sleep(PAUSE_MS);
  }
}

/**
 * Has a client be judged in lesson 2 on a machine that is busy for as long as the client has too much in flight: the first time
 * that it is judged, or always.
 */
async function judgedOnBusyMachine(isMendedAfter: 'the first time' | 'never'): Promise<string[]> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.ts');
  const firstTime = join(folder.path, 'first-time');
  const secondTime = join(folder.path, 'second-time');
  await writeFile(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
import { download as right } from '${ROOT}/lessons/02-slots/slots.ts';
export async function* download(codes, { baseUrl, m }) {
  const isMended = codes.length === 80 && existsSync('${firstTime}') && ${isMendedAfter === 'the first time'};
  if (isMended) writeFileSync('${secondTime}', '');
  if (codes.length === 80) writeFileSync('${firstTime}', '');
  yield* right(codes, { baseUrl, m: isMended ? m : m + 5 });
}`,
  );
  let isOver = false;
  const busy = keepServersBusy(() => isOver || existsSync(secondTime));
  try {
    const { stdout } = await runInMemory(['lesson', 'check', '2', file]);
    return stdout.trimEnd().split('\n');
  } finally {
    isOver = true;
    await busy;
  }
}

it('judges a second time where something was amiss while the machine was busy', async () => {
  const lines = await judgedOnBusyMachine('the first time');
  expect(lines.slice(-2)).toEqual([
    '  (judged a second time: this machine was busy the first time)',
    'Done: mine does what lesson 2 asks for.',
  ]);
});

it('says that the machine may be what is amiss where it was busy both times', async () => {
  const lines = await judgedOnBusyMachine('never');
  expect(lines.at(-2)).toBe(
    '  (this machine was busy both times that it was judged, and may be what is amiss: close other programs, and try again)',
  );
  expect(lines.at(-1)).toMatch(/^Not yet: .*15/);
});

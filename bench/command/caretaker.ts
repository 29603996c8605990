import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN_MARK } from './command-mark.ts';

/** What the names of this process's temporary folders begin with, and those of no other one. */
export const FOLDER_PREFIX: string = `flaglab-${OWN_MARK}-`;

/**
 * A shell, as Node.js would take a hundred times its memory beside what is measured. It waits for the end of a pipe, and with
 * it of this process; each line of the pipe holds the groups of the commands that run now. What is left then of these, and
 * of all that has the mark, it asks to end, and kills it 2 s later. Then it removes the folders, and what somebody who was
 * about to end still wrote there.
 */
const CARETAKER = `
mark=$1 folders=$2 groups=
while read -r line; do groups=$line; done
marked() { grep -lsF "$mark" /proc/[0-9]*/environ | cut -d/ -f3; }
send() { sent=; for one in $groups $(marked); do kill -s "$1" -- "$one" && sent=1; done; [ -n "$sent" ]; }
if [ -n "$groups" ]; then
  send TERM
  for _ in 1 2 3 4 5 6 7 8 9 10; do send 0 || break; sleep 0.2; done
  for _ in 1 2 3 4 5 6 7 8 9 10; do send KILL || break; sleep 0.1; done
fi
for _ in 1 2 3 4 5 6 7 8 9 10; do ls -d -- "$folders"* || break; rm -rf -- "$folders"*; sleep 0.2; done
`;

const groups = new Set<number>();
let pipe: Socket | undefined;

/**
 * From now on this process leaves no temporary folder and no command behind, however it ends: a caretaker ends just after it,
 * and does what it could not do any more. It starts at the first call.
 */
export function startCaretaker(): void {
  if (pipe !== undefined) return;
  const args = ['-c', CARETAKER, 'flaglab-caretaker', OWN_MARK, join(tmpdir(), FOLDER_PREFIX)];
  // In a session of its own: what ends this process, such as Ctrl-C or the end of a terminal, does not end it.
  const caretaker = spawn('sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  pipe = caretaker.stdin as Socket;
  // Where there is no shell there is no command either; and who kills it wants none.
  for (const emitter of [caretaker, pipe]) emitter.on('error', () => {});
  caretaker.unref();
  pipe.unref();
}

/**
 * Has the caretaker end a command that leads a group, with all that it has started, where this process ends before the result
 * is disposed of. What runs after that may live on.
 */
export function careFor(groupPid: number): Disposable {
  startCaretaker();
  groups.add(groupPid);
  tellGroups();
  return {
    [Symbol.dispose]() {
      groups.delete(groupPid);
      tellGroups();
    },
  };
}

function tellGroups(): void {
  pipe?.write(`${[...groups].map((pid) => -pid).join(' ')}\n`);
}

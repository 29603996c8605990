import { basename } from 'node:path';

/** Where a call was made, in what Python prints of an uncaught exception. */
const PLACE = /^ *File "([^"]+)", line (\d+)/gm;

/** What Python brings along, or has been installed: nobody mends that. */
const FOREIGN = /[/\\](lib|site-packages)[/\\]|^</;

/**
 * Where a Python script failed, such as `line 3 of mine.py`: the last of its own lines that Python names of an exception that
 * nobody caught.
 *
 * @param stderr what it has printed
 * @returns undefined where Python has printed none
 */
export function pythonPlace(stderr: string): string | undefined {
  const own = [...stderr.matchAll(PLACE)].findLast(([, file]) => !FOREIGN.test(file!));
  return own && `line ${own[2]} of ${basename(own[1]!)}`;
}

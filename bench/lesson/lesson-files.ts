import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../../lib/package/package-file.ts';

/** The folder of all lessons, and how a path into it begins. */
const LESSONS = 'lessons/';

/** The absolute path of a file in a lesson's folder. */
export function lessonFile(folder: string, path: string): string {
  return fileURLToPath(packageFile(`${LESSONS}${folder}/${path}`));
}

/**
 * The absolute path of a file that a user has named. What begins with `lessons/` and is not there is looked for among the
 * package's own, so that a lesson's commands work in any folder; a pattern such as `lessons/02-*` stands for what it fits,
 * as where a shell has found nothing to put in its place.
 */
export function fileOrLesson(path: string): string {
  const here = resolve(path);
  if (!path.startsWith(LESSONS) || existsSync(here)) return here;
  const folder = fileURLToPath(packageFile(''));
  const [found] = globSync(path, { cwd: folder });
  return found === undefined ? here : join(folder, found);
}

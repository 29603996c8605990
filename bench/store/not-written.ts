/** What to do, by the code of the operating system. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room, or say --results',
  EDQUOT: 'your share of the disk is full: make room, or say --results',
  EACCES: 'you may not write there: change its permissions, or say --results',
  EPERM: 'you may not write there: change its permissions, or say --results',
  EROFS: 'that disk can only be read: say --results',
  EISDIR: 'a folder has the name of a file there: move it away, or say --results',
  ENOTDIR: 'a file lies where a folder should be: move it away, or say --results',
};

/**
 * What is said of a file or a folder that cannot be written, with what helps against that cause.
 *
 * @param why in the words of whoever tried
 */
export function notWritten(path: string, why: string, code = ''): string {
  return `${path} cannot be written (${why}): ${ADVICE[code] ?? 'say another --results'}`;
}

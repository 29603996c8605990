/** What to do, by the code of the operating system. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, or choose another folder with --results',
  EDQUOT: 'your share of the disk is full: free some space, or choose another folder with --results',
  EACCES: 'you may not write there: change its permissions, or choose another folder with --results',
  EPERM: 'you may not write there: change its permissions, or choose another folder with --results',
  EROFS: 'that disk is read-only: choose another folder with --results',
  EISDIR: 'there is a folder where a file should be: move it away, or choose another folder with --results',
  ENOTDIR: 'there is a file where a folder should be: move it away, or choose another folder with --results',
};

/**
 * What is said of a file or a folder that cannot be written, with what helps against that cause.
 *
 * @param why in the words of whoever tried
 */
export function notWritten(path: string, why: string, code = ''): string {
  return `${path} cannot be written (${why}): ${ADVICE[code] ?? 'choose another folder with --results'}`;
}

import { fileOrLesson } from '../../bench/lesson/lesson-files.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { profilesShape } from '../../servers/control/schemas.ts';
import type { GivenFaults } from '../../servers/faults/profile.ts';
import { readTextFile } from './read-text-file.ts';

/** The faults of a server in a profile file. */
export interface KeptFaults {
  /** As it stands there. */
  readonly label: string | undefined;
  readonly faults: GivenFaults;
}

/**
 * Reads a profile file.
 *
 * @throws UsageError when there is no such file, or it is none
 */
export function readProfiles(file: string): KeptFaults[] {
  const given = jsonOf(file);
  const read = profilesShape(given).safeParse(given);
  if (!read.success) throw new UsageError(`${file} is no profile: ${issueText(read.error, 'it')}`);
  return [read.data].flat().map(({ label, faults }) => ({ label, faults }));
}

function jsonOf(file: string): unknown {
  const text = readTextFile(fileOrLesson(file), 'the profile');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`the profile ${file} is not well-formed JSON`, { cause });
  }
}

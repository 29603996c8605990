import { isModulePath, moduleName } from '../../clients/own/load-client.ts';
import type { ClaimRound, Lesson } from './lesson.ts';
import { lessonFile } from './lesson-files.ts';
import type { TrialClient } from './trial-servers.ts';

/** Who does a round of a lesson's claim: a strategy of the lab, or a module in the lesson's folder. */
export function claimClient({ folder }: Lesson, { client }: ClaimRound): TrialClient {
  if (!isModulePath(client)) return client;
  return { kind: 'module', name: moduleName(client), file: lessonFile(folder, client) };
}

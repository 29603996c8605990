import { claimClient } from '../../../bench/lesson/claim-client.ts';
import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { lessonText } from '../../../bench/lesson/lesson-text.ts';
import { TrialServers } from '../../../bench/lesson/trial-servers.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import type { Interrupt } from '../../terminal/interrupt.ts';
import { printFindings } from './finding-lines.ts';

/** Tries what a lesson claims, and prints what was seen. Resolves to whether it holds; to undefined where it was interrupted. */
export async function tryClaim(
  lesson: Lesson,
  { signal }: Interrupt,
  context: CommandContext,
): Promise<boolean | undefined> {
  print(context, `Lesson ${lesson.number}, ${lessonText(lesson.folder).title}`);
  try {
    await using servers = await TrialServers.start(lesson.claim, signal);
    const { findings } = await servers.judge((round) => claimClient(lesson, round));
    if (signal.aborted) return undefined;
    printFindings(findings, context);
    return findings.every(({ holds }) => holds);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

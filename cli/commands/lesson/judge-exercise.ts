import { PRINTED_LAST } from '../../../bench/command/run-command.ts';
import type { Exercise, Lesson } from '../../../bench/lesson/lesson.ts';
import type { Round } from '../../../bench/lesson/trial.ts';
import type { Judgement, TrialServers } from '../../../bench/lesson/trial-servers.ts';
import type { OwnClient } from '../../../bench/result/own-client.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { shortened } from '../../../lib/units/shortened.ts';
import { PYTHON_IS_GIVEN } from '../../options/client-file.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { printFindings, printHint } from './finding-lines.ts';
import type { PrintedLines } from './printed-lines.ts';

/** So many characters of what a client says of its end are shown: it is told twice. */
const SHOWN = 500;

/** Prints what is asked for. */
export function printTask({ number, exercise }: Lesson, context: CommandContext): void {
  print(context, `Lesson ${number}, exercise: ${exercise.task}`);
}

/**
 * Has a client do an exercise, and prints what the server saw of it, last of all whether it is done.
 *
 * @param printed takes what clients print
 * @param signal stops the client when it aborts: then nothing is said of it
 * @returns whether it is done; undefined where it was stopped
 */
export async function judgeExercise(
  { number, exercise }: Lesson,
  client: OwnClient,
  servers: TrialServers<Round>,
  printed: PrintedLines,
  signal: AbortSignal,
  context: CommandContext,
): Promise<boolean | undefined> {
  const { findings, ...how } = await judgementOf(client, servers, exercise.hintWhenFailed, signal);
  if (signal.aborted) return undefined;
  printed.show(context);
  const amiss = findings.find(({ holds }) => !holds);
  // The only one that there is, the answer tells.
  if (amiss === undefined || findings.length > 1) printFindings(findings, context);
  else printHint(amiss, context);
  if (how.isSecond) print(context, `  (${secondText(amiss !== undefined && how.wasBusy)})`);
  const answer =
    amiss === undefined ? `Done: ${client.name} does what lesson ${number} asks for.` : `Not yet: ${amiss.saw}.`;
  print(context, { text: answer, tone: 'answer' });
  return amiss === undefined;
}

/** Why it was judged twice, and what is left of the doubt. */
function secondText(isInDoubt: boolean): string {
  return isInDoubt
    ? 'this machine was busy both times that it was judged, and may be what is amiss: close other programs, and try again'
    : 'judged a second time: this machine was busy the first time';
}

/** A client that fails, ends its process or never comes to its end has done nothing that can be judged. */
async function judgementOf(
  client: OwnClient,
  servers: TrialServers<Round>,
  hintWhenFailed: Exercise['hintWhenFailed'],
  signal: AbortSignal,
): Promise<Judgement> {
  try {
    return await servers.judge(() => client, signal);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const own = client.kind === 'command' ? hintForScript : hintWhenFailed;
    const hint = own?.(error.message) ?? hintForAny(error.message);
    const finding = { holds: false, saw: shortened(error.message, SHOWN), ...(hint !== undefined && { hint }) };
    return { findings: [finding], wasBusy: false, isSecond: false };
  }
}

/** What is to be looked at in any lesson. */
function hintForAny(message: string): string | undefined {
  if (message.includes('took longer than'))
    return 'look for what never ends, or takes too long: a loop, pauses that grow, waiting for what never comes, or for longer than needed';
  if (/process exited with code \d+$/.test(message))
    return 'leave out process.exit(): your client is judged by what it yields, and goes on until it has yielded all';
  if (/process exited with code \d+: /.test(message))
    return 'it failed outside of all that is awaited: await each promise that you start, and look at what timers and events call';
  if (message.includes('strip-only mode'))
    return 'leave out what has to be compiled: types are taken away here, and no enum, namespace or parameter property is made of them';
  if (message.includes('yielded undefined'))
    return 'a function that has its body in braces gives nothing back without return';
  if (message.includes('yielded no outcome'))
    return 'yield an outcome for each code, and wait at the end for those that are still under way';
  if (message.includes('yielded a second outcome'))
    return 'two outcomes have the same code: take each code off the list once, before anything is awaited, and keep it in a variable of its own';
  if (/Cannot find module '[^']*\/[^'./]+'/.test(message))
    return 'write the ending of the file that is imported, too, as in ../client/flag.ts';
  if (message.includes('Cannot find module'))
    return 'an exercise imports what lies beside it: npx flaglab lesson, with the number and --eject DIR, copies both';
  return undefined;
}

/** What a script is given matters to one that has not asked for its flags; of one that failed, its own error tells more. */
function hintForScript(message: string): string | undefined {
  if (message.includes(PRINTED_LAST)) return 'exit with code 0 when all is done, whatever has become of the flags';
  return /^the command (ended without|sent \d)/.test(message) ? PYTHON_IS_GIVEN : undefined;
}

import { ROUND_FLAGS, withFlagRounds } from '../../../bench/probes/flag-rounds.ts';
import { identicalPairs } from '../../../bench/probes/identical-pairs.ts';
import { cores, machineNoise } from '../../../bench/probes/machine-noise.ts';
import { smallestDifference } from '../../../bench/probes/smallest-difference.ts';
import { type CommandContext, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { diagnosisJson, diagnosisText } from './diagnosis-text.ts';

/** The rounds are given so long, in milliseconds from the start … */
const ROUNDS_MS = 6000;

/** … and what still runs then is ended soon after: ten seconds are promised, and starting takes time too. */
const MAX_MS = 7500;

/** More pairs would take longer, and say little more. */
const MAX_PAIRS = 10;

/** Measures what this machine can tell apart now, and prints it. Resolves to the exit code. */
export async function doctor({ json }: { readonly json?: boolean }, context: CommandContext): Promise<number> {
  const deadlineMs = context.clock.nowMs() + ROUNDS_MS;
  using interrupt = new Interrupt(context);
  const signal = AbortSignal.any([interrupt.signal, AbortSignal.timeout(MAX_MS)]);
  const noise = await machineNoise();
  const limits = { deadlineMs, maxPairs: MAX_PAIRS };
  const pairs = await withFlagRounds(signal, (round) => identicalPairs(round, limits, context.clock));
  if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
  const found = smallestDifference(pairs);
  const diagnosis = { cores: cores(), noise, pairs: pairs.length, flags: ROUND_FLAGS, found };
  if (json === true) printJson(context, diagnosisJson(diagnosis));
  else for (const line of diagnosisText(diagnosis)) print(context, line);
  return 0;
}

import { CLEAN_LINE, FRAME_MS } from '../../../clients/spinner/frames.ts';
import type { ModeName } from '../../../clients/spinner/modes.ts';
import { spin } from '../../../clients/spinner/spin.ts';
import { type CommandContext, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';

/** The options of `flaglab spinner`. */
export interface SpinnerOptions {
  readonly seconds: number;
  readonly json?: boolean;
}

/** Spins while slow work is done, then prints its answer, or how well it span. */
export async function spinner(
  mode: ModeName,
  { seconds, json = false }: SpinnerOptions,
  context: CommandContext,
): Promise<number> {
  using interrupt = new Interrupt(context);
  const isShown = context.stderr.isTTY;
  const ms = seconds * 1000;
  try {
    const { answer, ...drawn } = await spin({ mode, ms, isShown }, interrupt.signal);
    if (json) printJson(context, { mode, seconds, answer, ...drawn, expectedFrames: Math.floor(ms / FRAME_MS) });
    else print(context, `Answer: ${answer}`);
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    if (isShown) context.stderr.write(CLEAN_LINE);
    return EXIT_INTERRUPTED;
  }
}

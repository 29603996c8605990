import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { startLab } from '../../servers/lab/start-lab.ts';

/** How many flags a round asks for: so many that it lasts longer than a busy machine's pauses. */
export const ROUND_FLAGS = 776;

/** How many requests of a round are in flight. */
const ROUND_M = 20;

/** A round is slow until all code that takes part in it has been compiled. */
const WARM_UP_ROUNDS = 2;

/** Downloads the same flags again and again; each call is a round, and resolves with its goodput per second. */
export type Round = () => Promise<number | undefined>;

/**
 * Starts a server without faults in this process, lets `use` run rounds against it, and stops it. Server and client share
 * this thread: nothing has to be waited for, so what differs from round to round is the machine.
 *
 * @param signal ends a round, which is then undefined, and so are those after it
 */
export async function withFlagRounds<T>(signal: AbortSignal, use: (round: Round) => Promise<T>): Promise<T> {
  const known = countryCodes();
  const codes = Array.from({ length: ROUND_FLAGS }, (_, i) => known[i % known.length]!);
  await using lab = await startLab({ LOCAL: {} });
  const options = { baseUrl: `${lab.url('LOCAL')}/flags`, m: ROUND_M, timeoutMs: 60_000, signal };
  const round: Round = async () => {
    await lab.reset();
    const beganMs = performance.now();
    const outcomes = await Array.fromAsync(strategy('async').download(codes, options));
    const seconds = (performance.now() - beganMs) / 1000;
    return signal.aborted ? undefined : outcomes.filter(({ kind }) => kind === 'ok').length / seconds;
  };
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await round();
  return await use(round);
}

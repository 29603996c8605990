import type { SmallestDifference } from '../../../bench/probes/smallest-difference.ts';
import { NOTHING } from '../../../bench/result/figures.ts';
import type { MachineNoise } from '../../../bench/result/result.ts';
import { MILLISECONDS, RATIO } from '../../../bench/result/unit.ts';
import type { WhyNot } from '../../../bench/statistics/why-not.ts';
import { counted } from '../../../lib/units/counted.ts';
import type { Line } from '../../terminal/line.ts';

/** What was found out about a machine. */
export interface Diagnosis {
  readonly cores: number;
  readonly noise: MachineNoise;
  /** How many pairs of runs there was time for. */
  readonly pairs: number;
  /** How many flags each run asked for. */
  readonly flags: number;
  readonly found: SmallestDifference | WhyNot;
}

/** From here on a machine has other things to do, and it shows: so much load for each core, or timers so late. */
const BUSY_LOAD = 0.5;
const BUSY_TIMER_MS = 5;

/** A diagnosis as lines, the answer last. */
export function diagnosisText(diagnosis: Diagnosis): Line[] {
  const { cores, noise, pairs, flags, found } = diagnosis;
  return [
    line('cores', String(cores)),
    line('load', `${noise.load.toFixed(2)}, ${(noise.load / cores).toFixed(2)} for each core`),
    line('timer error', `${MILLISECONDS.text(noise.timerErrorMs)} (19 of 20 timers are less late)`),
    line('loopback latency', `${noise.loopbackLatencyMs.toFixed(3)} ms there and back (median)`),
    line('identical runs', `${counted(pairs, 'pair')}, ${flags} flags without any wait in each run`),
    line('they differ by', found.ok ? `${RATIO.text(found.noiseShare)} within a pair` : NOTHING),
    line('smallest difference', found.ok ? RATIO.text(upwards(found.share)) : NOTHING),
    '',
    ...answer(diagnosis).map((text) => ({ text, tone: 'answer' }) as const),
  ];
}

/** A diagnosis for scripts. */
export function diagnosisJson(diagnosis: Diagnosis): object {
  const { cores, noise, pairs, flags, found } = diagnosis;
  const difference = found.ok
    ? { noiseShare: found.noiseShare, smallestDifferenceShare: found.share }
    : { why: found.why };
  return { cores, ...noise, busy: isBusy(diagnosis), pairs, flags, ...difference };
}

function answer(diagnosis: Diagnosis): string[] {
  const { pairs, found } = diagnosis;
  const advice = isBusy(diagnosis)
    ? 'It is busy: close other programs to see smaller ones.'
    : 'It is quiet: more repetitions show smaller ones.';
  if (!found.ok) {
    return [`This machine cannot tell differences now: ${found.why}.`, 'Close other programs and ask again.'];
  }
  return [
    `This machine can tell differences of ${RATIO.text(upwards(found.share))} and more now, in a bench where nothing waits, with --repetitions ${pairs}.`,
    advice,
  ];
}

function isBusy({ cores, noise }: Diagnosis): boolean {
  return noise.load / cores > BUSY_LOAD || noise.timerErrorMs > BUSY_TIMER_MS;
}

/** A promise that is rounded must not be rounded to more than can be kept. */
function upwards(share: number): number {
  return Math.ceil(share * 100) / 100;
}

function line(name: string, value: string): string {
  return `${name.padEnd(21)}${value}`;
}

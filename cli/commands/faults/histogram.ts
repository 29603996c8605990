import type { Distribution } from '../../../lib/chance/distribution.ts';
import { draw } from '../../../lib/chance/draw.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { DEFAULT_SEED } from '../../../lib/chance/seed.ts';
import { formatDuration } from '../../../lib/units/duration.ts';

const SAMPLES = 4000;
const BINS = 12;
const BAR_WIDTH = 40;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A picture of a distribution for the terminal: twelve bins from zero to the 99th percentile of 4,000 draws. */
export function histogram(distribution: Distribution): string[] {
  const samples = Array.from({ length: SAMPLES }, (_, i) => drawn(distribution, i)).sort((a, b) => a - b);
  const top = niceCeiling(samples[Math.floor(SAMPLES * 0.99)]! * 1.0001);
  const counts = new Array<number>(BINS).fill(0);
  for (const ms of samples) {
    const bin = Math.floor((ms / top) * BINS);
    if (bin < BINS) counts[bin] = counts[bin]! + 1;
  }
  const most = Math.max(...counts);
  return counts.map((count, bin) => {
    const from = formatDuration(Number(((top * bin) / BINS).toPrecision(3)));
    return `${from.padStart(9)} │${bar(count / most)} ${((count / SAMPLES) * 100).toFixed(0)}%`;
  });
}

function drawn(distribution: Distribution, i: number): number {
  const stream = { seed: DEFAULT_SEED, label: 'HISTOGRAM', fault: 'delay', key: String(i), attempt: 1 };
  return sampleDistribution(distribution, (n) => draw(stream, n));
}

/** The next 1.2, 2.4, 3, 6 or 12 times a power of ten, so that the bins begin at round durations. */
function niceCeiling(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 0.001)));
  return ([1.2, 2.4, 3, 6, 12].find((step) => step * power >= ms) ?? 12) * power;
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

import { UsageError } from '../../lib/errors/usage-error.ts';

/**
 * A named server: its port and the faults it has unless told otherwise, in text form.
 *
 * @example
 * ```ts
 * import { PRESETS, type Preset } from 'flaglab';
 * const line = ({ label, port, faults }: Preset) => `${label} on ${port}: ${faults.join(' + ') || 'none'}`;
 * console.log(PRESETS.slice(0, 2).map(line)); // [ 'LOCAL on 8000: none', 'DELAY on 8001: delay=uniform:0.5s..5s' ]
 * ```
 */
export interface Preset {
  readonly label: string;
  readonly port: number;
  readonly faults: readonly string[];
}

/**
 * The servers that `flaglab serve` starts.
 *
 * @example
 * ```ts
 * import { PRESETS, startLab } from 'flaglab';
 * await using lab = await startLab(Object.fromEntries(PRESETS.map(({ label }) => [label, {}])));
 * console.log(lab.servers.map(({ label }) => label).join(' ')); // LOCAL DELAY ERROR LIMITED
 * ```
 */
export const PRESETS: readonly Preset[] = [
  { label: 'LOCAL', port: 8000, faults: [] },
  { label: 'DELAY', port: 8001, faults: ['delay=uniform:0.5s..5s'] },
  { label: 'ERROR', port: 8002, faults: ['delay=uniform:0.5s..5s', 'status=418@25%'] },
  { label: 'LIMITED', port: 8003, faults: ['capacity=8,service=fixed:100ms,queue=32,shed=503'] },
];

/**
 * The preset of that label, in any case.
 *
 * @throws UsageError naming the labels there are.
 */
export function preset(label: string): Preset {
  const found = PRESETS.find((candidate) => candidate.label === label.toUpperCase());
  if (found !== undefined) return found;
  throw new UsageError(`"${label}" is not a server: choose one of ${PRESETS.map(({ label }) => label).join(', ')}`);
}

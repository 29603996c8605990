import type Table from 'cli-table3';
import { NOTHING } from '../../../bench/result/figures.ts';
import { type Plan, planDownload } from '../../../bench/result/plan.ts';
import { selectCodes } from '../../../lib/flags/country-codes.ts';
import { roundedSeconds } from '../../../lib/units/duration.ts';
import { formatProfile, parseProfile } from '../../../servers/faults/profile.ts';
import { presetProfile } from '../../../servers/lab/preset-profile.ts';
import { preset } from '../../../servers/lab/presets.ts';
import type { SelectionOptions } from '../../options/selection.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { plainTable } from '../../terminal/table.ts';

/** The options of `flaglab plan`. */
export interface PlanOptions extends SelectionOptions {
  readonly server: string;
  readonly maxReq: number;
  readonly fault?: readonly string[];
  readonly seed: number;
  readonly timeScale: number;
  /** Milliseconds before the time scale. */
  readonly timeout: number;
  readonly json?: boolean;
}

/** Prints the plan of a download: one line for each item, then the sums. */
export function plan(codes: readonly string[], options: PlanOptions, context: CommandContext): void {
  const { seed, timeScale } = options;
  const { label } = preset(options.server);
  const profile = options.fault === undefined ? presetProfile(label) : parseProfile(options.fault);
  const planned = planDownload({
    label,
    profile,
    seed,
    timeScale,
    codes: selectCodes({ ...options, codes }),
    m: options.maxReq,
    timeoutMs: options.timeout * timeScale,
  });
  if (options.json === true) {
    print(context, JSON.stringify(planned));
    return;
  }
  print(context, `${label}: ${formatProfile(profile)}; seed ${seed}, time scale ${timeScale}`);
  print(context, fatesTable(planned));
  print(context, summary(planned));
}

function fatesTable({ fates }: Plan): string {
  const table: Table.Table = plainTable(['code', 'delay', 'status', 'outcome'], ['left', 'right', 'right', 'left']);
  table.push(
    ...fates.map(({ code, delayMs, serviceMs, status, outcome }) => [
      code,
      `${(delayMs + serviceMs).toFixed(1)} ms`,
      status ?? NOTHING,
      outcome,
    ]),
  );
  return table.toString();
}

function summary({ fates, m, sumMs, longestMs, idealMs, scheduleMs, timeoutMs }: Plan): string {
  const count = (outcome: string) => fates.filter((fate) => fate.outcome === outcome).length;
  const outcomes = ['ok', 'notFound', 'httpError', 'timeout', 'networkError']
    .map((outcome) => `${count(outcome)} ${outcome}`)
    .join(', ');
  return [
    `${fates.length} requests: ${outcomes} (timeout ${roundedSeconds(timeoutMs)})`,
    `sum ${roundedSeconds(sumMs)}, longest ${roundedSeconds(longestMs)}`,
    `ideal for m = ${m}: ${roundedSeconds(idealMs)}; taking the next item as a slot gets free: ${roundedSeconds(scheduleMs)}`,
  ].join('\n');
}

import { SERVICE_LABEL, type Service } from '../../bench/result/settings/service.ts';
import { specOf } from '../../bench/result/tested-server.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { NO_FAULTS } from '../../servers/faults/format-profile.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';
import { servesFlags } from '../../servers/lab/systems.ts';
import { CONTROL_URL } from '../options/options.ts';
import { flagServerSpecs, requireFlags, type ServerOptions, serverSpecs } from '../options/server-options.ts';
import { chosenService, namesItem, type ServiceOptions } from '../options/service-options.ts';
import { type CommandContext, note } from '../terminal/command-context.ts';
import { describeLab } from './attached-lab.ts';

/** The options that say what is measured against, as commander gives them. */
export interface ChosenServersOptions<TimeScale extends number | undefined> extends ServerOptions, ServiceOptions {
  /** The control API of a running lab; true for the usual one. */
  readonly attach?: string | true;
  readonly seed: number;
  readonly timeScale: TimeScale;
}

/** What is measured against, and what else its fates depend on. */
export interface ChosenServers<TimeScale extends number | undefined> {
  readonly specs: readonly ServerSpec[];
  readonly seed: number;
  readonly timeScale: number | TimeScale;
  /** The control API of the lab that runs them; absent where they are to be started. */
  readonly attached?: string;
  /** The service that is asked through them, where it is none of the lab's. */
  readonly service?: Service;
}

/**
 * The servers that are named, as the options say or, of a lab that runs, as it tells; or the proxy before a service.
 *
 * @param names in any case; when there are none, all of a running lab, or else those of a profile file or `defaults`
 * @throws UsageError or FaultSpecError as {@link serverSpecs} does, LabError when no lab runs there
 */
export async function chosenServers<TimeScale extends number | undefined>(
  names: readonly string[],
  options: ChosenServersOptions<TimeScale>,
  context: CommandContext,
  defaults: readonly string[] = [],
): Promise<ChosenServers<TimeScale>> {
  const { attach, seed, timeScale } = options;
  const chosen = chosenService(options);
  if (chosen !== undefined) {
    const { service, request, items } = chosen;
    if (service.direct === true) refuseFaults(options);
    if (items.length > 1 && !namesItem(request)) {
      note(context, `warning: there is no {item} in --url or --body, so the same is asked for ${items.length} times`);
    }
    return { specs: [proxySpec(options)], seed, timeScale: 1, service };
  }
  if (attach === undefined) return { specs: flagServerSpecs(names, options, defaults), seed, timeScale };
  const control = attach === true ? CONTROL_URL : attach;
  const lab = await describeLab({ control }, context);
  const labels = lab.servers.map(({ label }) => label).filter(servesFlags);
  const asked = [...new Set(names.map((name) => name.toUpperCase()))];
  asked.forEach(requireFlags);
  const missing = asked.find((label) => !labels.includes(label));
  if (missing !== undefined)
    throw new UsageError(`the lab at ${control} has no server "${missing}": it has ${labels.join(', ')}`);
  return {
    specs: (asked.length > 0 ? asked : labels).map((label) => specOf(lab.servers, label)),
    seed: lab.seed,
    timeScale: lab.timeScale,
    attached: control,
  };
}

/** Nobody would carry them out. */
function refuseFaults({ fault, profile, schedule }: ServerOptions): void {
  const [given] = Object.entries({ fault, profile, schedule }).filter(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given[0]} needs the proxy, which --direct leaves out: give one of the two`);
}

/** What a proxy before a service does: nothing, unless the options say so. */
function proxySpec({ fault, profile, schedule }: ServerOptions): ServerSpec {
  const faults = fault ?? (profile === undefined ? [NO_FAULTS] : []);
  const [spec] = serverSpecs([SERVICE_LABEL], {
    fault: faults,
    ...(profile !== undefined && { profile }),
    ...(schedule !== undefined && { schedule }),
  });
  return spec!;
}

import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import type { ScheduleStep } from '../../../servers/faults/schedule.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { inlineFiles } from '../../options/inline-files.ts';
import { readSchedule } from '../../options/read-schedule.ts';
import { eventPrinter } from '../../running-servers/event-printer.ts';
import { giveMemoryBack } from '../../running-servers/give-memory-back.ts';
import { tokenOfEnvironment } from '../../running-servers/lab-token.ts';
import { noteDescriptors } from '../../running-servers/note-descriptors.ts';
import { isOpenHost } from '../../running-servers/open-host.ts';
import { controlEvent, startControlUnless } from '../../running-servers/start-control.ts';
import { ChangeTeller } from '../../running-servers/tell-changes.ts';
import { endWithParent } from '../../started-by/end-with.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { listeningEvent } from './listening-event.ts';

/** The options of `flaglab proxy`. */
export interface ProxyOptions {
  readonly target: string;
  readonly fault?: readonly string[];
  readonly port: number;
  readonly label: string;
  readonly socket?: string;
  readonly https?: boolean;
  readonly certificateFile?: string;
  readonly host?: string;
  readonly allowHost?: readonly string[];
  readonly keepHost?: boolean;
  readonly insecure?: boolean;
  readonly control: boolean;
  readonly controlPort: number;
  readonly cors?: boolean;
  readonly maxHeaderSize?: number;
  readonly runsByPath?: boolean;
  readonly seed: number;
  readonly timeScale: number;
  readonly schedule?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly exitWithParent?: boolean;
}

/** Starts the proxy, says where it is and where it leads, and stops it gracefully at the first signal. Resolves to 0. */
export async function proxy(options: ProxyOptions, context: CommandContext): Promise<number> {
  const { fault = [], allowHost, schedule: text, verbose = false, json, ...others } = options;
  const { control: hasControl, controlPort, exitWithParent = false, maxHeaderSize, ...given } = others;
  const { host, seed, timeScale, socket, port } = given;
  const label = given.label.toUpperCase();
  const schedule = scheduleOf(label, text);
  const open = host !== undefined && isOpenHost(host, context);
  const token = tokenOfEnvironment(context);
  const tell = eventPrinter(context, [label], json);
  const onRequest = (record: RequestRecord) => tell({ type: 'request', record });
  using interrupt = new Interrupt(context);
  using _parent = exitWithParent ? endWithParent(context) : undefined;
  const running = await startProxy({
    ...given,
    port: socket === undefined ? port : undefined,
    allowHosts: allowHost,
    ...(maxHeaderSize !== undefined && { maxHeaderBytes: maxHeaderSize }),
    label,
    faults: fault.map(inlineFiles),
    schedule,
    onDescriptorsUsedUp: noteDescriptors(context),
    ...(verbose && { onRequest }),
  });
  tell(await listeningEvent(running, given.certificateFile));
  using changes = new ChangeTeller(tell, context.clock);
  await changes.follow([running]);
  const plan = { control: hasControl, controlPort, host, open, token };
  const onChange = () => void changes.changed(running);
  const control = await startControlUnless({ servers: [running], seed, timeScale, onChange }, plan);
  if (control !== undefined) tell(controlEvent(control));
  tell({ type: 'ready', seed, timeScale });
  giveMemoryBack([running]);
  await interrupt.interrupted;
  tell({ type: 'stopping' });
  await Promise.all([running.close(), control?.close()]);
  tell({ type: 'stopped' });
  return 0;
}

function scheduleOf(label: string, text: string | undefined): readonly ScheduleStep[] {
  const { [label]: own = [], ...others } = text === undefined ? {} : readSchedule(text);
  const [other] = Object.keys(others);
  if (other === undefined) return own;
  throw new UsageError(`the schedule's ${other} is not this proxy: its label is ${label}`);
}

import { LabError } from '../../../lib/errors/lab-error.ts';
import { ListenError } from '../../../lib/errors/listen-error.ts';
import type { Observer } from '../../../lib/events.ts';
import { Proxies, type ProxiesChange } from '../../../servers/proxies/proxies.ts';
import { type ProxiesSettings, readProxies } from '../../../servers/proxies/read-proxies.ts';
import { watchFileSettled } from '../../../servers/proxies/watch-file-settled.ts';
import { readTextFile } from '../../options/read-text-file.ts';
import { eventPrinter } from '../../running-servers/event-printer.ts';
import { noteDescriptors } from '../../running-servers/note-descriptors.ts';
import { isOpenHost } from '../../running-servers/open-host.ts';
import { controlEvent, startControlUnless } from '../../running-servers/start-control.ts';
import { ChangeTeller } from '../../running-servers/tell-changes.ts';
import { endWithParent } from '../../started-by/end-with.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { listeningEvent } from './listening-event.ts';
import type { ProxyOptions } from './proxy.ts';

/** The options of `flaglab proxy` that go with a file. */
export type ConfiguredOptions = Pick<ProxyOptions, 'control' | 'controlPort' | 'verbose' | 'json' | 'exitWithParent'>;

/**
 * Starts the proxies of a file, and has them become what it says each time that it changes. What is wrong in it is told, and
 * changes nothing; at the start it is thrown. Stops them gracefully at the first signal. Resolves to 0.
 */
export async function configuredProxies(
  file: string,
  { control: hasControl, controlPort, verbose = false, json, exitWithParent = false }: ConfiguredOptions,
  context: CommandContext,
): Promise<number> {
  const readText = () => readTextFile(file, 'the list of proxies');
  let text = readText();
  const first = readProxies(file, text);
  const labels = first.proxies.map(({ label }) => label);
  const tell = eventPrinter(context, labels, json);
  using changes = new ChangeTeller(tell, context.clock);
  const proxies = new Proxies({
    onChange: (server) => void changes.changed(server),
    onDescriptorsUsedUp: noteDescriptors(context),
    ...(verbose && { onRequest: (record) => tell({ type: 'request', record }) }),
  });
  const become = async (settings: ProxiesSettings) => {
    warnOfOpen(settings, context);
    await tellChange(await proxies.become(settings), changes, tell);
    changes.keep(proxies.servers);
  };
  const readAgain = async () => {
    try {
      const now = readText();
      if (now === text) return;
      await become(readProxies(file, now));
      text = now;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      const place = error instanceof ListenError ? `${file}: ` : '';
      note(context, `error: ${place}${error.message}; all stays as it was`);
    }
  };
  using interrupt = new Interrupt(context);
  using _parent = exitWithParent ? endWithParent(context) : undefined;
  await become(first);
  const control = await startControlUnless(proxies, { control: hasControl, controlPort, open: false });
  if (control !== undefined) tell(controlEvent(control));
  tell({ type: 'ready', seed: proxies.seed, timeScale: proxies.timeScale });
  let reading = Promise.resolve();
  const changed = () => {
    reading = reading.then(readAgain);
  };
  using _watch = watchFileSettled(file, changed);
  // It may have changed before it was watched.
  changed();
  await interrupt.interrupted;
  tell({ type: 'stopping' });
  await reading;
  await Promise.all([proxies.close(), control?.close()]);
  tell({ type: 'stopped' });
  return 0;
}

function warnOfOpen({ proxies }: ProxiesSettings, context: CommandContext): void {
  const hosts = new Set(proxies.flatMap(({ fixed: { listen } }) => listen.host ?? []));
  for (const host of hosts) isOpenHost(host, context);
}

async function tellChange(
  { started, changed, removed }: ProxiesChange,
  changes: ChangeTeller,
  tell: Observer,
): Promise<void> {
  for (const label of removed) tell({ type: 'removed', label });
  for (const { proxy, settings } of started) tell(await listeningEvent(proxy, settings.fixed.certificateFile));
  await changes.follow(started.map(({ proxy }) => proxy));
  for (const proxy of changed) await changes.say(proxy);
}

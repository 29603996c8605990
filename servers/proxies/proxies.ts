import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FaultPlan } from '../faults/faults-over-time.ts';
import type { RunningServer } from '../lab/running-server.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from '../lab/start-proxy.ts';
import type { ProxiesSettings, ProxySettings } from './read-proxies.ts';
import { type ConfiguredProxy, type KeptProxy, stepsTo } from './steps-to.ts';

/** What has become of the proxies. */
export interface ProxiesChange {
  /** Those that listen anew, or lead elsewhere now. */
  readonly started: readonly ConfiguredProxy[];
  /** Those that go on with other faults, or are switched off or on. */
  readonly changed: readonly RunningProxy[];
  /** The labels of those that are there no more. */
  readonly removed: readonly string[];
}

/** Who hears of each request, and of file descriptors that are used up. */
type ProxyObserver = Pick<ProxyOptions, 'onRequest' | 'onDescriptorsUsedUp'>;

/** The same, and who hears of a proxy that has been changed through the control API. */
export interface ProxiesObserver extends ProxyObserver {
  readonly onChange?: (proxy: RunningServer) => void;
}

/**
 * Several proxies that become what they are told to be, again and again: what has not changed goes on undisturbed.
 *
 * It can stand in for a lab before the control API.
 */
export class Proxies {
  /** Is called by the control API. */
  readonly onChange: (proxy: RunningServer) => void;
  readonly #observer: ProxyObserver;
  #settings: ProxiesSettings = { seed: 0, timeScale: 1, proxies: [] };
  #running: readonly ConfiguredProxy[] = [];
  readonly #closing = new Set<Promise<void>>();

  constructor({ onChange = () => {}, ...observer }: ProxiesObserver = {}) {
    this.onChange = onChange;
    this.#observer = observer;
  }

  get servers(): readonly RunningProxy[] {
    return this.#running.map(({ proxy }) => proxy);
  }

  get seed(): number {
    return this.#settings.seed;
  }

  get timeScale(): number {
    return this.#settings.timeScale;
  }

  /** The faults that a proxy was last told to have, and their schedule. */
  readonly initialPlan = (server: RunningServer): FaultPlan => {
    const { profile = [], schedule = [] } = this.#running.find(({ proxy }) => proxy === server)?.settings ?? {};
    return { profile, schedule };
  };

  /**
   * Starts proxies that are new, closes those that are not there any more, starts those again that lead or listen elsewhere, and
   * has the others go on with their faults. To be called again only once it has resolved.
   *
   * @throws ListenError when one cannot listen, UsageError when a certificate cannot be written; then all is as it was
   */
  async become(settings: ProxiesSettings): Promise<ProxiesChange> {
    const { kept, leaving, startFirst, startThen } = stepsTo(settings, this.#running, this.#settings);
    const started: ConfiguredProxy[] = [];
    await using undo = new AsyncDisposableStack();
    const start = async (now: ProxySettings) => {
      const proxy = await this.#start(now, settings);
      undo.defer(() => proxy.close(0));
      started.push({ settings: now, proxy });
    };
    for (const { settings: old, proxy, now } of kept) {
      if (old.enabled || !now.enabled) continue;
      await proxy.setEnabled(true);
      undo.defer(() => proxy.setEnabled(false));
    }
    for (const now of startFirst) await start(now);
    for (const { proxy } of leaving) this.#close(proxy);
    undo.defer(() => this.#startAgain(leaving));
    // By then those do not listen any more.
    await setImmediate();
    for (const now of startThen) await start(now);
    undo.move();
    for (const step of kept) await goOn(step);
    const all = [...kept.map(({ proxy, now }) => ({ proxy, settings: now })), ...started];
    const runningAs = (label: string) => all.find((one) => one.settings.label === label);
    const removed = this.#running.map(({ settings: { label } }) => label).filter((label) => !runningAs(label));
    this.#settings = settings;
    this.#running = settings.proxies.map(({ label }) => runningAs(label)!);
    const changed = kept.filter(({ settings: old, now }) => !isDeepStrictEqual(old, now));
    return { started, changed: changed.map(({ proxy }) => proxy), removed };
  }

  /** Closes all of them, letting what is in flight end for at most 5 s. */
  async close(graceMs?: number): Promise<void> {
    for (const { proxy } of this.#running) this.#close(proxy, graceMs);
    await Promise.all(this.#closing);
  }

  /** Has those run again that were closed in vain. */
  async #startAgain(closed: readonly ConfiguredProxy[]): Promise<void> {
    const again = closed.map(async ({ settings }) => ({
      settings,
      proxy: await this.#start(settings, this.#settings),
    }));
    this.#running = [...this.#running.filter((one) => !closed.includes(one)), ...(await Promise.all(again))];
  }

  #close(proxy: RunningProxy, graceMs?: number): void {
    const closing = proxy.close(graceMs).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #start(
    { label, enabled, profile, schedule, fixed }: ProxySettings,
    { seed, timeScale }: ProxiesSettings,
  ): Promise<RunningProxy> {
    const { listen, maxHeaderBytes, ...given } = fixed;
    return startProxy({
      ...this.#observer,
      ...given,
      ...listen,
      ...(maxHeaderBytes !== undefined && { maxHeaderBytes }),
      label,
      enabled,
      faults: profile,
      schedule,
      seed,
      timeScale,
    });
  }
}

/** Has a proxy go on as it is told to now. */
async function goOn({ settings: old, proxy, now }: KeptProxy): Promise<void> {
  if (old.enabled && !now.enabled) await proxy.setEnabled(false);
  if (isDeepStrictEqual([old.profile, old.schedule], [now.profile, now.schedule])) return;
  await proxy.setFaults(now.profile, now.schedule);
}

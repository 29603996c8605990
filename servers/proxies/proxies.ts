import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { RunningServer } from '../lab/running-server.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from '../lab/start-proxy.ts';
import { clash } from './listen-text.ts';
import type { FixedSettings, ProxiesSettings, ProxySettings } from './read-proxies.ts';

/** A proxy that runs, and what it was last told to be. */
export interface ConfiguredProxy {
  readonly settings: ProxySettings;
  readonly proxy: RunningProxy;
}

/** What has become of the proxies. */
export interface ProxiesChange {
  /** Those that listen anew, or lead elsewhere now. */
  readonly started: readonly ConfiguredProxy[];
  /** Those that go on with other faults, or are switched off or on. */
  readonly changed: readonly ConfiguredProxy[];
  /** The labels of those that are there no more. */
  readonly removed: readonly string[];
}

/** Who hears of each request, and of file descriptors that are used up. */
export type ProxiesObserver = Pick<ProxyOptions, 'onRequest' | 'onDescriptorsUsedUp'>;

/**
 * Several proxies that become what they are told to be, again and again: what has not changed goes on undisturbed.
 *
 * It can stand in for a lab before the control API.
 */
export class Proxies {
  readonly #observer: ProxiesObserver;
  #settings: ProxiesSettings = { seed: 0, timeScale: 1, proxies: [] };
  #running: readonly ConfiguredProxy[] = [];
  readonly #closing = new Set<Promise<void>>();

  constructor(observer: ProxiesObserver = {}) {
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

  /** The faults that a proxy was last told to have. */
  readonly initialFaults = (server: RunningServer): Profile =>
    this.#running.find(({ proxy }) => proxy === server)?.settings.profile ?? [];

  /**
   * Starts proxies that are new, closes those that are not there any more, starts those again that lead or listen elsewhere, and
   * has the others go on with their faults. To be called again only once it has resolved.
   *
   * @throws ListenError when one cannot listen; then all is as it was
   */
  async become(settings: ProxiesSettings): Promise<ProxiesChange> {
    const { seed, timeScale } = settings;
    const before = this.#running;
    const isSameWorld = seed === this.seed && timeScale === this.timeScale;
    const goesOn = ({ settings: old }: ConfiguredProxy, now: ProxySettings) =>
      isSameWorld && old.label === now.label && isDeepStrictEqual(old.fixed, now.fixed);
    const kept = before.filter((old) => settings.proxies.some((now) => goesOn(old, now)));
    const leaving = before.filter((old) => !kept.includes(old));
    const fresh = settings.proxies.filter((now) => !kept.some((old) => goesOn(old, now)));
    const hasToWait = ({ fixed }: ProxySettings) => leaving.some((old) => clash(addressOf(old), fixed.listen));
    const undo: (() => Promise<unknown>)[] = [];
    const started: ConfiguredProxy[] = [];
    const start = async (now: ProxySettings) => {
      const proxy = await this.#start(now, settings);
      undo.push(() => proxy.close(0));
      started.push({ settings: now, proxy });
    };
    try {
      for (const { settings: old, proxy } of kept) {
        const now = settingsOf(old.label, settings);
        if (!now.enabled || old.enabled) continue;
        await proxy.setEnabled(true);
        undo.push(() => proxy.setEnabled(false));
      }
      for (const now of fresh.filter((one) => !hasToWait(one))) await start(now);
      for (const { proxy } of leaving) this.#close(proxy);
      // By then they do not listen any more.
      await setImmediate();
      undo.push(async () => {
        const again = await Promise.all(
          leaving.map(async ({ settings: old }) => ({ settings: old, proxy: await this.#start(old, this.#settings) })),
        );
        this.#running = [...kept, ...again];
      });
      for (const now of fresh.filter(hasToWait)) await start(now);
    } catch (error) {
      for (const step of undo.toReversed()) await step();
      throw error;
    }
    const changed: ConfiguredProxy[] = [];
    const goingOn: ConfiguredProxy[] = [];
    for (const { settings: old, proxy } of kept) {
      const now = settingsOf(old.label, settings);
      goingOn.push({ settings: now, proxy });
      if (isDeepStrictEqual(old, now)) continue;
      changed.push({ settings: now, proxy });
      if (!now.enabled && old.enabled) await proxy.setEnabled(false);
      if (!isDeepStrictEqual([old.profile, old.schedule], [now.profile, now.schedule])) {
        await proxy.setFaults(now.profile, now.schedule);
      }
    }
    const all = new Map([...goingOn, ...started].map((one) => [one.settings.label, one]));
    this.#settings = settings;
    this.#running = settings.proxies.map(({ label }) => all.get(label)!);
    const removed = before.map((old) => old.settings.label).filter((label) => !all.has(label));
    return { started, changed, removed };
  }

  /** Closes all of them, letting what is in flight end for at most 5 s. */
  async close(graceMs?: number): Promise<void> {
    for (const { proxy } of this.#running) this.#close(proxy, graceMs);
    await Promise.all(this.#closing);
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

function settingsOf(label: string, { proxies }: ProxiesSettings): ProxySettings {
  return proxies.find((one) => one.label === label)!;
}

/** Where a proxy listens that was told to take any free port too. */
function addressOf({ settings: { fixed }, proxy: { port } }: ConfiguredProxy): FixedSettings['listen'] {
  return { ...fixed.listen, port };
}

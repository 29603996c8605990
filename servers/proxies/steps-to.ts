import { isDeepStrictEqual } from 'node:util';
import type { RunningProxy } from '../lab/start-proxy.ts';
import { clash } from './listen-text.ts';
import type { ProxiesSettings, ProxySettings } from './read-proxies.ts';

/** A proxy that runs, and what it was last told to be. */
export interface ConfiguredProxy {
  readonly settings: ProxySettings;
  readonly proxy: RunningProxy;
}

/** A proxy that goes on, and what it is to be now. */
export interface KeptProxy extends ConfiguredProxy {
  readonly now: ProxySettings;
}

/** How proxies become what they are to be. */
export interface Steps {
  readonly kept: readonly KeptProxy[];
  readonly leaving: readonly ConfiguredProxy[];
  /** Those that can listen before any other has gone. */
  readonly startFirst: readonly ProxySettings[];
  /** Those that listen where one of the leaving does. */
  readonly startThen: readonly ProxySettings[];
}

/** The way from the proxies that run to those of a file: what can go on does. With another seed or time scale nothing can. */
export function stepsTo(wanted: ProxiesSettings, running: readonly ConfiguredProxy[], before: ProxiesSettings): Steps {
  const isSameWorld = wanted.seed === before.seed && wanted.timeScale === before.timeScale;
  const kept = running.flatMap((old) => {
    const now = wanted.proxies.find(({ label }) => label === old.settings.label);
    return isSameWorld && now !== undefined && isDeepStrictEqual(now.fixed, old.settings.fixed)
      ? [{ ...old, now }]
      : [];
  });
  const leaving = running.filter(({ proxy }) => !kept.some((one) => one.proxy === proxy));
  const fresh = wanted.proxies.filter((now) => !kept.some((one) => one.now === now));
  const hasToWait = ({ fixed }: ProxySettings) => leaving.some((old) => clash(addressOf(old), fixed.listen));
  return {
    kept,
    leaving,
    startFirst: fresh.filter((now) => !hasToWait(now)),
    startThen: fresh.filter(hasToWait),
  };
}

/** Where a proxy listens, that was told to take any free port too. */
function addressOf({ settings: { fixed }, proxy: { port } }: ConfiguredProxy): ProxySettings['fixed']['listen'] {
  return { ...fixed.listen, port };
}

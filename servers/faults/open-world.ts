import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import type { FlagServerOptions } from '../flags/flag-server.ts';
import { FaultWorld } from './fault-world.ts';
import { parseProfile } from './profile.ts';

/**
 * The fault world that a server's options ask for, with their defaults; it tells `onRequest` of each request that has ended.
 *
 * @throws FaultSpecError when a fault is not one, TypeError when the seed or the time scale is no number to use
 */
export function openWorld(label: string, options: Omit<FlagServerOptions, 'label'>): FaultWorld {
  const { faults = [], schedule = [], seed = DEFAULT_SEED, timeScale = 1, onRequest } = options;
  const world = new FaultWorld({ label, seed, timeScale, profile: parseProfile(faults), schedule });
  if (onRequest !== undefined) world.onRequest = (id) => onRequest(world.recorder.record(id));
  return world;
}

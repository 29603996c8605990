import { type GivenFaults, parseProfile } from '../../servers/faults/profile.ts';
import { type RunningServer, type RunningServerOptions, startServer } from '../../servers/lab/running-server.ts';

/** Starts a flag server on a free port, LOCAL without faults unless told otherwise, and closes it after use. */
export async function withServer<T>(
  { faults = [], ...options }: Partial<Omit<RunningServerOptions, 'profile'>> & { readonly faults?: GivenFaults },
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await startServer({ label: 'LOCAL', port: 0, ...options, profile: parseProfile(faults) });
  try {
    return await use(server);
  } finally {
    await server.close(0);
  }
}

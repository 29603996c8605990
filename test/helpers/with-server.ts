import { type RunningServer, type RunningServerOptions, startServer } from '../../servers/lab/running-server.ts';

/** Starts a flag server on a free port, LOCAL without faults unless told otherwise, and closes it after use. */
export async function withServer<T>(
  options: Partial<RunningServerOptions>,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await startServer({ label: 'LOCAL', port: 0, ...options });
  try {
    return await use(server);
  } finally {
    await server.close(0);
  }
}

/** The preset at which somebody who tries something for the first time has most to gain. */
export const MOST_TO_GAIN = 'DELAY';

/** Of servers with flags, the one that newcomers are told to ask; undefined where there is none. */
export function joinedServer<Server extends { readonly label: string }>(
  servers: readonly Server[],
): Server | undefined {
  return servers.find(({ label }) => label === MOST_TO_GAIN) ?? servers[0];
}

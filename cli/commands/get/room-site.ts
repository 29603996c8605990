import { LabError } from '../../../lib/errors/lab-error.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { isRunName, notARunName } from '../../../lib/run-name.ts';
import { predictionState, roomState } from '../../../servers/control/room/room-schemas.ts';
import { fullRoom } from '../../../servers/room/room-names.ts';
import { CONTROL_PORT } from '../../options/defaults.ts';
import { askControl } from '../../running-servers/control-client.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { DEFAULT_SERVER, type Site } from './site.ts';

/** What options say of a room. */
export interface RoomOptions {
  readonly server?: string;
  /** A host, with a port and a scheme or without. */
  readonly room: string;
  readonly as?: string;
  /** Milliseconds. */
  readonly predict?: number;
}

/** A host, alone or in an address without a path. */
const HOST = /^(?:(https?):\/\/)?(\[[\da-f:.]+\]|[^/?#@\s:]+)(?::(\d{1,5}))?\/?$/i;

/**
 * The server of a room that is to be asked, where it notes what its client foretells and begins a run of its name.
 *
 * @throws UsageError for what is no host or no name, LabError when no room is there, has no such server or no place for the name
 */
export async function roomSite(options: RoomOptions, context: CommandContext): Promise<Site> {
  const { room, server = DEFAULT_SERVER, as, predict } = options;
  if (as === undefined) throw new UsageError('--room needs your name there: --as NAME');
  if (!isRunName(as)) throw new UsageError(notARunName(as));
  const control = controlOf(room);
  const { servers, names, maxNames } = await askControl({ control }, context, roomState, 'GET', '/api/room');
  const found = servers.find(({ label }) => label === server);
  if (found === undefined) {
    throw new LabError(
      `the room at ${control} has no server ${server}: it has ${servers.map(({ label }) => label).join(', ')}`,
    );
  }
  if (names.length >= maxNames && !names.some(({ name }) => name === as)) {
    throw new LabError(`the room at ${control} is full. ${fullRoom(as)}`);
  }
  if (predict !== undefined) {
    const path = `/api/room/${as}/prediction`;
    await askControl({ control }, context, predictionState, 'PUT', path, { predictedMs: predict });
  }
  // By the name that leads to the room from here: the room may call itself by another.
  const { hostname } = new URL(control);
  const origin = `http://${hostname}:${new URL(found.url).port}`;
  await beginRun(origin, as);
  const seats = names.find(({ name }) => name === as)?.seats ?? [];
  const runsBefore = seats.find(({ label }) => label === server)?.last.run ?? 0;
  return { label: server, baseUrl: `${origin}/flags`, room: { control, runsBefore } };
}

/** Has a name meet the same fates as the last time, however soon after it. Where nobody answers the download says so. */
async function beginRun(origin: string, name: string): Promise<void> {
  await fetch(`${origin}/run/${name}`, { method: 'POST' }).catch(() => undefined);
}

/** @throws UsageError for what is no host */
function controlOf(room: string): string {
  const [, scheme = 'http', host, port = CONTROL_PORT] = HOST.exec(room) ?? [];
  const url = `${scheme}://${host}:${port}`;
  if (host !== undefined && URL.canParse(url)) return url;
  throw new UsageError(
    `"${room}" is not a host: give --room one such as 192.168.1.20, or 192.168.1.20:${CONTROL_PORT}`,
  );
}

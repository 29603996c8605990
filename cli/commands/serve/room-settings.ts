import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { LabEvent } from '../../../lib/events.ts';
import { namesForOthers } from '../../../lib/network/own-hosts.ts';
import { joinedServer } from '../../../servers/control/room/joined-server.ts';
import type { RunningServer } from '../../../servers/lab/running-server.ts';
import type { LabOptions } from '../../../servers/lab/start-lab.ts';
import { servesFlags } from '../../../servers/lab/systems.ts';
import { DEFAULT_CAPACITY, type RoomCapacity } from '../../../servers/room/room.ts';
import { MAX_NAMES } from '../../../servers/room/room-names.ts';
import { type Control, controlEvent } from '../../running-servers/start-control.ts';
import { underName } from '../../running-servers/under-name.ts';

/** What the options of `flaglab serve` say of a room. */
export interface RoomOptions {
  readonly room?: boolean;
  readonly roomCapacity?: RoomCapacity;
  readonly allowHost?: readonly string[];
  readonly host?: string;
  readonly control: boolean;
}

/** Where a lab listens, and for whom. */
export type RoomSettings = Pick<LabOptions, 'host' | 'room' | 'allowHosts'>;

/** The address at which a server listens on all of this machine's. */
const EVERY_ADDRESS = '0.0.0.0';

/**
 * Where the servers of a room, or of none, listen.
 *
 * @param labels those that are to be started
 * @throws UsageError where a room is asked for and cannot be, or what is for a room alone without one
 */
export function roomSettings(options: RoomOptions, labels: readonly string[]): RoomSettings {
  const { room = false, roomCapacity, allowHost, host, control } = options;
  if (!room) {
    const other = allowHost !== undefined ? '--allow-host' : roomCapacity !== undefined ? '--room-capacity' : undefined;
    if (other !== undefined) throw new UsageError(`${other} is for --room: give both, or none`);
    return { host };
  }
  if (!control) throw new UsageError('--room needs the control API, which has its scoreboard: leave out --no-control');
  if (!labels.some(servesFlags)) throw new UsageError('--room needs a server with flags: name one, such as DELAY');
  return { host: host ?? EVERY_ADDRESS, room: roomCapacity ?? DEFAULT_CAPACITY, allowHosts: allowHost ?? [] };
}

/** Servers by an address at which a room reaches them; as they are where there is none. */
export function reachable(servers: readonly RunningServer[], settings: RoomSettings): readonly RunningServer[] {
  return servers.map((server) => ({ ...server, url: reachableUrl(server.url, settings) }));
}

/** What is told of the control API, and of the room where there is one. */
export function controlEvents(control: Control, servers: readonly RunningServer[], settings: RoomSettings): LabEvent[] {
  const told = controlEvent(control, reachableUrl(control.url, settings));
  const { host, room } = settings;
  if (room === undefined) return [told];
  const joined = joinedServer(servers.filter(({ label }) => servesFlags(label)))!;
  return [
    { ...told, page: undefined },
    {
      type: 'room',
      join: `${joined.url}/run/YOUR-NAME/flags/`,
      others: namesForOthers(host!).slice(1),
      capacity: room,
      maxNames: MAX_NAMES,
      leader: control.pageLink!,
    },
  ];
}

/** An address at which a room reaches what listens there; the same where there is none. */
export function reachableUrl(url: string, { host, room }: RoomSettings): string {
  return room === undefined ? url : underName(url, namesForOthers(host!)[0]!);
}

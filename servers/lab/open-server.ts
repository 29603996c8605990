import type { FaultWorld } from '../faults/fault-world.ts';
import { openWorld, type ReadWorldOptions } from '../faults/open-world.ts';
import type { RoomOptions, RoomSeats } from '../room/room-seats.ts';

/** The fault world of a server, and the seats of its room where it is for one. */
export interface OpenServer {
  readonly world: FaultWorld;
  readonly seats: RoomSeats | undefined;
}

/** What a server has before it listens. What a room takes is loaded for a room alone. */
export async function openServer(
  options: ReadWorldOptions & { readonly label: string; readonly room?: RoomOptions | undefined },
): Promise<OpenServer> {
  const { label, room } = options;
  if (room === undefined) return { world: openWorld(label, options), seats: undefined };
  const { openRoom } = await import('../room/room-seats.ts');
  return openRoom(label, options, room);
}

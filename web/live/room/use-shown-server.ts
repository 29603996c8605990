import { useEffect, useRef, useState } from 'preact/hooks';
import { joinedServer } from '../../../servers/control/room/joined-server.ts';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';

/**
 * Which server is shown, and what chooses one: unless one was chosen, the one that most names have asked. As long as that is
 * nobody, the one that was shown before stays, which is at first the one that newcomers are told of.
 */
export function useShownServer(room: RoomState | undefined): [label: string, choose: (label: string) => void] {
  const [chosen, choose] = useState<string>();
  const before = useRef<string>(undefined);
  const label =
    chosen ?? (room === undefined ? '' : busiest(room, before.current ?? joinedServer(room.servers)?.label));
  useEffect(() => {
    if (label !== '') before.current = label;
  }, [label]);
  return [label, choose];
}

/** The server that most names have asked; of several, the one that was shown before. */
function busiest({ servers, names }: RoomState, before: string | undefined): string {
  const worth = (label: string) =>
    names.filter(({ seats }) => seats.some((seat) => seat.label === label)).length + (label === before ? 0.5 : 0);
  return servers.map(({ label }) => label).toSorted((a, b) => worth(b) - worth(a))[0] ?? '';
}

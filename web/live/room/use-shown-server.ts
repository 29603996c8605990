import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';

/**
 * Which server is shown, and what chooses one: unless one was chosen, the one that most names have asked. As long as that is
 * nobody, the one that was shown before stays.
 */
export function useShownServer(room: RoomState | undefined): [label: string, choose: (label: string) => void] {
  const [chosen, choose] = useState<string>();
  const before = useRef('');
  const label = chosen ?? (room === undefined ? '' : busiest(room, before.current));
  useEffect(() => {
    before.current = label;
  }, [label]);
  return [label, choose];
}

/** The server that most names have asked; of several, the one that was shown before. */
function busiest({ servers, names }: RoomState, before: string): string {
  const worth = (label: string) =>
    names.filter(({ seats }) => seats.some((seat) => seat.label === label)).length + (label === before ? 0.5 : 0);
  return servers.map(({ label }) => label).toSorted((a, b) => worth(b) - worth(a))[0] ?? '';
}

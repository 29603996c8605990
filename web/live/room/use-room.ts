import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { ask } from '../lab/api.ts';

/** The whole scoreboard is asked for so often at most, in milliseconds. */
const REST_MS = 1000;

/**
 * The scoreboard of the room, with its verdicts, again whenever something has changed; undefined before it has come, and where
 * the lab has no room.
 *
 * @param change what the events tell of the room, another one for each change; undefined for no room
 */
export function useRoom(change: object | undefined): RoomState | undefined {
  const [room, setRoom] = useState<RoomState>();
  const nextMs = useRef(0);
  useEffect(() => {
    if (change === undefined) return;
    const waitMs = Math.max(0, nextMs.current - performance.now());
    const timer = setTimeout(() => {
      nextMs.current = performance.now() + REST_MS;
      ask<RoomState>('GET', '/api/room').then(setRoom, () => undefined);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [change]);
  return room;
}

import type { RoomState } from '../../../servers/control/room/room-schemas.ts';

/** How a name is shown, which may be by a number. */
export type ShownName = (name: string) => string;

/** What says which names there are, and whether they are hidden. */
export type NamedRoom = Pick<RoomState, 'areNamesHidden'> & { readonly names: readonly { readonly name: string }[] };

/** How the names of a room are shown: where they are hidden, by their numbers. Without a room a name is itself. */
export function shownNames(room: NamedRoom | undefined): ShownName {
  if (!room?.areNamesHidden) return String;
  return (name) => `#${room.names.findIndex((one) => one.name === name) + 1}`;
}

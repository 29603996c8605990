import type { Board } from './board.ts';
import type { RoomState } from './room-schemas.ts';

/** The scoreboard of a room without its verdicts, which are many times as long, as the event `room`. */
export function roomSource(board: Board): { readonly name: 'room'; readonly state: () => Promise<object> } {
  return { name: 'room', state: async () => withoutVerdicts(await board.state()) };
}

function withoutVerdicts({ names, ...state }: RoomState): object {
  const brief = names.map(({ seats, ...name }) => ({ ...name, seats: seats.map(({ verdict: _, ...seat }) => seat) }));
  return { ...state, names: brief };
}

import { NotFoundError } from '../../../lib/errors/not-found-error.ts';
import type { HandledOperation } from '../../api-description/operation.ts';
import { MAX_NAMES } from '../../room/room-names.ts';
import type { Board } from './board.ts';
import { predictionBody, predictionState, resetBody, roomState, shownBody } from './room-schemas.ts';

/** The one thing that everybody in a room may change. */
export const PREDICTION: HandledOperation<Board> = {
  method: 'put',
  path: '/api/room/{name}/prediction',
  summary:
    'Foretell how long a name will take: needs no token, and holds from before its first request. 409 after that.',
  body: predictionBody,
  exampleBody: { predictedMs: 12_000 },
  status: 200,
  answer: predictionState,
  handle: async (board, { name }, body) => board.predict(name!, predictionBody.parse(body).predictedMs),
};

/** The operations on the room of a lab that has one; 404 of any other. */
export const ROOM_ROUTES: readonly HandledOperation<Board>[] = [
  {
    method: 'get',
    path: '/api/room',
    summary: `The scoreboard of a room: what each name, of ${MAX_NAMES} at most, has come to on each server. 404 where the lab has no room.`,
    status: 200,
    answer: roomState,
    handle: (board) => board.state(),
  },
  {
    method: 'patch',
    path: '/api/room',
    summary:
      'Freeze the scoreboard, so that it stays as it is, or let it go on; have all pages show numbers instead of names, or names.',
    body: shownBody,
    exampleBody: { frozen: true },
    status: 200,
    answer: roomState,
    handle: (board, _, body) => board.show(shownBody.parse(body)),
  },
  {
    method: 'post',
    path: '/api/room/reset',
    summary:
      'Forget all names with what they have done and foretold, or one of them, so that others can take its place.',
    body: resetBody,
    exampleBody: { name: 'red' },
    status: 200,
    answer: roomState,
    handle: (board, _, body) => board.reset(resetBody.parse(body).name),
  },
  PREDICTION,
];

/** @throws NotFoundError where a lab has no room */
export function requireBoard(board: Board | undefined): Board {
  if (board !== undefined) return board;
  throw new NotFoundError('this lab has no room of learners: start one with npx flaglab serve --room');
}

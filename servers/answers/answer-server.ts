import type { FaultWorld } from '../faults/fault-world.ts';
import { httpDoor } from '../faults/http-door.ts';
import { type Listening, type ListenOptions, listen } from '../http/listen.ts';
import type { CannedAnswer, Respond } from './answer.ts';
import { giveAnswer } from './give-answer.ts';

/** Where a server listens that answers as it is told, and how. */
export interface AnswersOptions extends ListenOptions {
  readonly respond: Respond | CannedAnswer;
}

/** Listens, lets each request meet its fate in that world, and answers it, whatever its path. */
export function serveAnswers(world: FaultWorld, { respond, ...options }: AnswersOptions): Promise<Listening> {
  const door = httpDoor(world, {
    answer: (request, response) => giveAnswer(respond, request, response),
    isLeftAlone: () => false,
  });
  return listen(door, options);
}

import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { CommandContext } from '../terminal/command-context.ts';

/** Where a command finds the control API. */
export interface ControlOptions {
  /** Its address, such as `http://localhost:8080`. */
  readonly control: string;
}

/** The environment variable that holds the token of a lab on another machine. */
const TOKEN_VARIABLE = 'FLAGLAB_TOKEN';

/**
 * Asks the control API of a running lab.
 *
 * @throws LabError when no lab runs there, or with the reason that the API gives
 */
export async function askControl<T>(
  { control }: ControlOptions,
  { env }: CommandContext,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const token = env[TOKEN_VARIABLE];
  const headers = {
    'Content-Type': 'application/json',
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  let response: Response;
  try {
    response = await fetch(new URL(path, control), { method, headers, ...(body && { body: JSON.stringify(body) }) });
  } catch (cause) {
    const why = messageOf((cause as Error).cause ?? cause);
    throw new LabError(`no lab answers at ${control} (${why}): start one with npx flaglab serve, or say --control`, {
      cause,
    });
  }
  const answer = (await response.json()) as T & { detail?: string };
  if (response.ok) return answer;
  throw new LabError(`the lab at ${control} refused: ${answer.detail ?? response.statusText}`);
}

import { LabError } from '../../lib/errors/lab-error.ts';
import { fetchReason } from '../../lib/network/fetch-reason.ts';
import { TOKEN_VARIABLE } from '../../lib/network/token-variable.ts';
import { errorState } from '../../servers/api-description/operation.ts';
import { CONTROL_URL, PROXY_CONTROL_URL } from '../options/options.ts';
import type { CommandContext } from '../terminal/command-context.ts';

/** Where a command finds the control API. */
export interface ControlOptions {
  /** Its address, such as `http://localhost:8080`. */
  readonly control: string;
}

/** How long an answer may take, in milliseconds: what is judged may be long, and what hangs would have a command wait for ever. */
const ANSWER_MS = 60_000;

/** What a server of a lab, or a proxy of one, says of a path of the control API. */
const NO_CONTROL_API =
  /^There is nothing at \/api\/|is not answered here; use GET or HEAD\.$|^The target gave no answer: /;

/** What an answer is checked by. */
interface AnswerSchema<T> {
  safeParse(answer: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/**
 * Asks the control API of a running lab.
 *
 * @param schema of the answer that is expected
 * @throws LabError when no lab runs there, or with the reason that the API gives
 */
export async function askControl<T>(
  options: ControlOptions,
  context: CommandContext,
  schema: AnswerSchema<T>,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await ask(options, context, path, { method, ...(body && { body: JSON.stringify(body) }) });
  const read = schema.safeParse(await response.json().catch(() => undefined));
  if (read.success) return read.data;
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'no type';
  const what = type.endsWith('json') ? 'control API of this version' : 'control API';
  throw new LabError(notThere(options.control, what, `${statusOf(response)}, ${type}`));
}

/**
 * The text that the control API of a running lab has there.
 *
 * @throws LabError when no lab runs there, or with the reason that the API gives
 */
export async function readControl(options: ControlOptions, context: CommandContext, path: string): Promise<string> {
  const response = await ask(options, context, path, { method: 'GET' });
  return await response.text();
}

async function ask(
  { control }: ControlOptions,
  { env }: CommandContext,
  path: string,
  request: RequestInit,
): Promise<Response> {
  const token = env[TOKEN_VARIABLE];
  const headers = {
    'Content-Type': 'application/json',
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  let response: Response;
  try {
    response = await fetch(new URL(path, control), { headers, signal: AbortSignal.timeout(ANSWER_MS), ...request });
  } catch (cause) {
    throw new LabError(
      `no lab answers at ${control} (${fetchReason(cause as Error)}): start one with npx flaglab serve, or say where it is`,
      {
        cause,
      },
    );
  }
  if (response.ok) return response;
  const refusal = errorState.safeParse(await response.json().catch(() => undefined)).data;
  // The control API meets no faults.
  if (refusal === undefined || NO_CONTROL_API.test(refusal.detail) || response.headers.has('x-lab-fault')) {
    throw new LabError(notThere(control, 'control API', statusOf(response)));
  }
  throw new LabError(`the lab at ${control} refused: ${refusal.detail}`);
}

function statusOf({ status, statusText }: Response): string {
  return `${status} ${statusText}`.trimEnd();
}

function notThere(control: string, what: string, says: string): string {
  return `what answers at ${control} is no ${what} (it says ${says}): that of a lab or proxy is where serve or proxy says CONTROL, by default at ${CONTROL_URL} or ${PROXY_CONTROL_URL}`;
}

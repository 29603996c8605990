/** What the lab said no to, in its own words. */
export class Refusal extends Error {}

/**
 * Asks the lab's control API.
 *
 * @param body sent as JSON with what changes something; default an empty one
 * @throws Refusal with what the lab said, or that it cannot be reached
 */
export async function ask<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: object = {},
): Promise<Answer> {
  // It lets nobody change anything who does not send JSON: that is what a form of another page cannot do.
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  let response: Response;
  try {
    response = await fetch(path, { method, ...sent });
  } catch {
    throw new Refusal('The lab cannot be reached.');
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal((answer as { detail?: string }).detail ?? `The lab answered ${response.status}.`);
  return answer as Answer;
}

/** What to show of what went wrong. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The longest name that an agent can have. */
export const MAX_AGENT_NAME_LENGTH = 40;

/** What would end a line, colour a terminal, or turn what stands beside it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Why an agent cannot be called so; undefined where it can. */
export function nameObjection(name: string): string | undefined {
  if (name.length > MAX_AGENT_NAME_LENGTH || name === '') {
    return `must have 1 to ${MAX_AGENT_NAME_LENGTH} characters, not ${name.length}`;
  }
  if (UNSEEN.test(name)) return 'must be one line of characters that can be seen, without control characters';
  if (name.trim() !== name) return 'must not begin or end with a space';
  return undefined;
}

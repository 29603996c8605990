import { UsageError } from '../../lib/errors/usage-error.ts';
import { TOKEN_VARIABLE } from '../../lib/network/token-variable.ts';
import type { CommandContext } from '../terminal/command-context.ts';

/** Shorter ones could be guessed. */
const LEAST_CHARACTERS = 16;

/**
 * The token that the environment chooses for a lab, where several programs must know it before the lab runs, as in containers.
 *
 * @returns undefined where it chooses none
 * @throws UsageError when it could be guessed, or cannot be sent as it is
 */
export function tokenOfEnvironment({ env }: Pick<CommandContext, 'env'>): string | undefined {
  const token = env[TOKEN_VARIABLE];
  if (token === undefined || token === '') return undefined;
  if (token.length >= LEAST_CHARACTERS && /^[\w.~+/=-]+$/.test(token)) return token;
  throw new UsageError(
    `${TOKEN_VARIABLE} is no token for a lab: it needs ${LEAST_CHARACTERS} characters or more, letters, digits and . ~ + / = _ - alone; without it one is made`,
  );
}

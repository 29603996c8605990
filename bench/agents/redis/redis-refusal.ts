import type { ChainableCommander } from 'ioredis';

/** What helps, by the first word of what Redis says. */
const ADVICE: Readonly<Record<string, string>> = {
  OOM: 'give it more memory (maxmemory), or ask for fewer items in a cell',
  READONLY: 'it is a replica: give the address of the Redis that can be written to',
  MISCONF: 'free space on its disk, or have it keep nothing there (redis-cli config set save "")',
  NOAUTH: 'its password has been changed: give the address with the new one',
  WRONGPASS: 'its password has been changed: give the address with the new one',
  NOPERM: 'give its user all commands on the keys flaglab:*',
};

/** What Redis says where it refuses a command, in one line; undefined for what is no refusal. */
export function refusalOf(error: unknown): string | undefined {
  if (!isReplyError(error)) return undefined;
  // Of a transaction it says only that it was given up: what refused it came before.
  const { message } = error.previousErrors?.[0] ?? error;
  return message.replace(/(\.)? script: .*$/s, '').replace(/\.$/, '');
}

/** What to do about a refusal. */
export function adviceOn(refusal: string): string {
  return ADVICE[refusal.split(' ')[0]!] ?? 'look at its settings and its log';
}

/** Has commands done together. @throws the refusal of the first that is refused */
export async function executed(commands: ChainableCommander): Promise<void> {
  for (const [error] of (await commands.exec()) ?? []) if (error !== null) throw error;
}

interface ReplyError extends Error {
  readonly previousErrors?: readonly Error[];
}

function isReplyError(error: unknown): error is ReplyError {
  return error instanceof Error && error.name === 'ReplyError';
}

import { messageOf } from '../../lib/errors/message-of.ts';
import type { ProbedDomain } from './probed-domain.ts';

/** What one attempt tells of a name. */
export type Answer = Pick<ProbedDomain, 'kind' | 'reason'>;

/** Said of an attempt that took too long. */
export const TIMED_OUT: Answer = { kind: 'failed', reason: 'timed out' };

/** What the codes of Node's resolvers and of getaddrinfo say of a name. A name without an address is there, too. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  ENODATA: { kind: 'found' },
  ENOTFOUND: { kind: 'notFound' },
  ETIMEOUT: TIMED_OUT,
  ESERVFAIL: { kind: 'failed', reason: 'SERVFAIL' },
  EREFUSED: { kind: 'failed', reason: 'REFUSED' },
  EFORMERR: { kind: 'failed', reason: 'FORMERR' },
  ENOTIMP: { kind: 'failed', reason: 'NOTIMP' },
  EBADRESP: { kind: 'failed', reason: 'no DNS answer' },
  ECONNREFUSED: { kind: 'failed', reason: 'the resolver cannot be reached' },
  EAI_AGAIN: { kind: 'failed', reason: 'the system could not look it up now' },
  EAI_FAIL: { kind: 'failed', reason: 'the system could not look it up' },
};

/** What an error of a resolver or of getaddrinfo says of the name that was asked for. */
export function answerOf(error: unknown): Answer {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ANSWERS[code] ?? { kind: 'failed', reason: code || messageOf(error) };
}

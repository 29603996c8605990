import { messageOf, OUT_OF_DESCRIPTORS } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import type { Outcome, OutcomeKind } from '../download/outcome.ts';
import { WorkError } from '../work/work-error.ts';
import type { FlagClient } from './flag-client.ts';
import type { Trace } from './flag-request.ts';
import { AnswerError, RequestError, StatusError, TimeoutError } from './request-error.ts';

/** What is said of what had not ended when the download was cancelled. */
export const CANCELLED = 'the download was cancelled';

/**
 * Does all that is to be done for one item and says how that ended. This is the only place where an exception becomes an
 * outcome; only a programming mistake is still thrown.
 *
 * @param work resolves with where the item was saved, if it was
 */
export async function settleItem(
  code: string,
  client: Pick<FlagClient, 'signal' | 'nowMs'>,
  work: (trace: Trace) => Promise<string | undefined>,
): Promise<Outcome> {
  const trace: Trace = { requests: 0, startedMs: undefined, status: undefined, firstByteMs: undefined, bytes: 0 };
  try {
    const file = await work(trace);
    return { ...outcome(code, 'ok', trace, client.nowMs()), file };
  } catch (thrown) {
    const kind = kindOf(thrown, client.signal);
    const error = kind === 'cancelled' ? CANCELLED : messageOf(thrown);
    return { ...outcome(code, kind, trace, client.nowMs()), error, reason: reasonFor(kind, thrown) };
  }
}

function kindOf(thrown: unknown, signal: AbortSignal): OutcomeKind {
  if (signal.aborted) return 'cancelled';
  if (thrown instanceof StatusError) return thrown.status === 404 ? 'notFound' : 'httpError';
  if (thrown instanceof AnswerError) return 'httpError';
  if (thrown instanceof TimeoutError) return 'timeout';
  if (thrown instanceof RequestError || thrown instanceof OutputError || thrown instanceof WorkError)
    return 'networkError';
  throw thrown;
}

function reasonFor(kind: OutcomeKind, thrown: unknown): string | undefined {
  if (kind === 'notFound' || kind === 'cancelled') return undefined;
  if (thrown instanceof RequestError) return thrown.reason;
  if (thrown instanceof WorkError) return 'who computed it died';
  const isOut = messageOf((thrown as OutputError).cause) === OUT_OF_DESCRIPTORS;
  return isOut ? OUT_OF_DESCRIPTORS : 'the flag could not be saved';
}

function outcome(
  code: string,
  kind: OutcomeKind,
  { requests, startedMs, status, firstByteMs, bytes }: Trace,
  endedMs: number,
): Outcome {
  const nothing = { error: undefined, file: undefined };
  // What was never sent began when it ended.
  return { code, kind, status, bytes, requests, startedMs: startedMs ?? endedMs, firstByteMs, endedMs, ...nothing };
}

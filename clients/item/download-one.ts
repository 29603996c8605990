import { sleep } from '../../lib/concurrency/sleep.ts';
import { messageOf, OUT_OF_DESCRIPTORS } from '../../lib/errors/message-of.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { type ItemRequest, itemBody, itemPath } from '../download/item-request.ts';
import type { Outcome, OutcomeKind } from '../download/outcome.ts';
import { computeItem } from '../work/compute-item.ts';
import { WorkError } from '../work/work-error.ts';
import { backoffMs } from './backoff.ts';
import { countryName } from './country-name.ts';
import { fileName } from './file-name.ts';
import type { FlagClient } from './flag-client.ts';
import type { Trace } from './flag-request.ts';
import { mayPass } from './may-pass.ts';
import { AnswerError, GivenUpError, RequestError, StatusError, TimeoutError } from './request-error.ts';
import { save, saveSync } from './save.ts';

/**
 * How a strategy limits its concurrency: runs one request's task when one of the m slots is free, and holds the slot
 * until it settles.
 */
export type Slot = <T>(task: () => Promise<T>) => Promise<T>;

/** The slot of a strategy that has only one request to send at a time. */
export const ownSlot: Slot = (task) => task();

/**
 * Asks for one item: a flag, and its metadata if wanted, or whatever else the settings say. It computes for what has come
 * and saves it, if that is asked for. A slot is held for each request, not while waiting to retry, computing or saving. This is the only place where an exception becomes an outcome; only
 * a programming mistake is still thrown.
 */
export async function downloadOne(code: string, client: FlagClient, slot: Slot): Promise<Outcome> {
  const trace: Trace = { requests: 0, startedMs: undefined, status: undefined, firstByteMs: undefined, bytes: 0 };
  const { request } = client.settings;
  try {
    const file = await (request === undefined
      ? getFlag(code, client, slot, trace)
      : askFor(code, request, client, slot, trace));
    return { ...outcome(code, 'ok', trace, client.nowMs()), file };
  } catch (thrown) {
    const kind = kindOf(thrown, client.signal);
    const error = kind === 'cancelled' ? 'the download was cancelled' : messageOf(thrown);
    return { ...outcome(code, kind, trace, client.nowMs()), error, reason: reasonFor(kind, thrown) };
  }
}

/** Resolves with where the flag was saved, if it was. */
async function getFlag(code: string, client: FlagClient, slot: Slot, trace: Trace): Promise<string | undefined> {
  const { names, outDir, saveTimes, saveWith } = client.settings;
  const folder = client.path(code.toLowerCase());
  const image = await askWithRetries(`${folder}/${code.toLowerCase()}.gif`, client, slot, trace, outDir !== undefined);
  const country = names ? await getCountry(`${folder}/metadata.json`, client, slot, trace) : undefined;
  await compute(client);
  if (outDir === undefined) return undefined;
  return await (saveWith === 'sync' ? saveSync : save)(outDir, fileName(code, country), image, saveTimes);
}

/** An item that is no flag is not saved. */
async function askFor(
  item: string,
  request: ItemRequest,
  client: FlagClient,
  slot: Slot,
  trace: Trace,
): Promise<undefined> {
  const path = client.path(itemPath(request, item).slice(1));
  await askWithRetries(path, client, slot, trace, false, itemBody(request, item));
  await compute(client);
}

async function compute({ settings: { cpu, computer }, signal }: FlagClient): Promise<void> {
  if (cpu !== undefined) await computeItem(cpu, computer, signal);
}

async function getCountry(path: string, client: FlagClient, slot: Slot, trace: Trace): Promise<string> {
  const json = await askWithRetries(path, client, slot, trace, true);
  return countryName(json.toString(), path);
}

async function askWithRetries(
  path: string,
  client: FlagClient,
  slot: Slot,
  trace: Trace,
  keepBody: boolean,
  body?: string,
): Promise<Buffer> {
  const { retries, seed, timeScale } = client.settings;
  let lastFailure: unknown;
  for (let attempt = 1; ; attempt++) {
    try {
      return await slot(() => client.ask(path, trace, keepBody, body));
    } catch (failure) {
      // An attempt that was never made does not hide how the one before it went.
      if (failure instanceof GivenUpError) throw lastFailure ?? failure;
      lastFailure = failure;
      if (attempt > retries || client.signal.aborted || !isWorthRetrying(failure)) throw failure;
      const retryAfterMs = failure instanceof StatusError ? failure.retryAfterMs : undefined;
      await sleep(backoffMs({ seed, key: `GET ${path}`, attempt, timeScale, retryAfterMs }), client.signal);
    }
  }
}

/** Whether the same request may fare better later. */
function isWorthRetrying(failure: unknown): boolean {
  if (failure instanceof AnswerError) return false;
  return failure instanceof StatusError ? mayPass(failure.status) : failure instanceof RequestError;
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

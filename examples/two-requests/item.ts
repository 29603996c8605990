import type { DownloadOptions, OwnOutcome } from 'flaglab';
import type { Answer } from './get.ts';

/** What the three styles are given, with what is left out filled in. */
export interface Task {
  readonly baseUrl: string;
  readonly m: number;
  readonly timeoutMs: number;
  /** Where flags are saved; undefined for nowhere. */
  readonly outDir: string | undefined;
  /** How many times as large as they came. */
  readonly saveTimes: number;
}

export function taskOf({ baseUrl, m = 5, timeoutMs = 3100, outDir, saveTimes = 1 }: DownloadOptions): Task {
  return { baseUrl, m, timeoutMs, outDir, saveTimes };
}

export function imageUrl({ baseUrl }: Task, code: string): string {
  return `${baseUrl}/${code.toLowerCase()}/${code.toLowerCase()}.gif`;
}

export function metadataUrl({ baseUrl }: Task, code: string): string {
  return `${baseUrl}/${code.toLowerCase()}/metadata.json`;
}

/** Where a flag is saved: under the name of its country. */
export function fileOf(outDir: string, { body }: Answer): string {
  const { country } = JSON.parse(body.toString('utf8')) as { country: string };
  return `${outDir}/${country.replaceAll(' ', '_')}.gif`;
}

/** What is saved of a flag. */
export function contentOf({ saveTimes }: Task, { body }: Answer): Buffer {
  return Buffer.concat(Array<Buffer>(saveTimes).fill(body));
}

/** An answer that is none of those that were wished for. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** The answer, if it is one. */
export function checked(answer: Answer): Answer {
  if (answer.status !== 200) throw new StatusError(answer.status);
  return answer;
}

/** Milliseconds since this module was loaded: the clock of all outcomes. */
export const nowMs = () => performance.now();

/** The outcome of an item whose flag and metadata are there. */
export function gotten(code: string, startedMs: number, image: Answer): OwnOutcome {
  return { code, kind: 'ok', status: 200, requests: 2, bytes: image.body.length, startedMs, endedMs: nowMs() };
}

/** The outcome of an item that failed. */
export function failed(code: string, startedMs: number, error: Error): OwnOutcome {
  const rest = { code, startedMs, endedMs: nowMs(), error: error.message };
  if (error instanceof StatusError) {
    return { ...rest, kind: error.status === 404 ? 'notFound' : 'httpError', status: error.status };
  }
  return { ...rest, kind: /abort|timeout/i.test(`${error.name} ${error.message}`) ? 'timeout' : 'networkError' };
}

import { request } from 'node:http';

/** What a server has answered. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** What is called when an answer is there, or when there will be none. */
export type Done = (error: Error | undefined, answer: Answer | undefined) => void;

/** Asks for an address, as Node did before there were promises: it calls back once. All three styles are built on it. */
export function get(url: string, timeoutMs: number, done: Done): void {
  const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
  let isDone = false;
  const once: Done = (error, answer) => {
    if (!isDone) done(error, answer);
    isDone = true;
  };
  const asked = request(url, { signal }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', (error) => once(error, undefined));
    response.on('end', () => once(undefined, { status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
  });
  asked.on('error', (error) => once(error, undefined));
  asked.end();
}

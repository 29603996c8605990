import type { IncomingMessage } from 'node:http';

/** The body of a request; `gone` where its client leaves before it is whole, `too large` where it has more bytes than that. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'gone' | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // What is too much is taken all the same: the client reads the answer once it has sent all.
      if (bytes <= maxBytes) chunks.push(chunk);
    }
  } catch {
    return 'gone';
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : 'too large';
}

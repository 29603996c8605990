// Downloads one address and counts what comes of its body. Prints {bytes, bytesPerSecond}, the latter from its first byte to its last.
import { get, type IncomingMessage } from 'node:http';

const [url = ''] = process.argv.slice(2);
const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
get(url, { agent: false }, resolve).on('error', reject);
const answer = await promise;
if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
const started = performance.now();
let bytes = 0;
for await (const chunk of answer) bytes += chunk.length;
console.log(JSON.stringify({ bytes, bytesPerSecond: (bytes / (performance.now() - started)) * 1000 }));

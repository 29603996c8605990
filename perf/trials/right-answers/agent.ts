import { Agent, get } from 'node:http';
import type { OwnDownload, OwnOutcome } from 'flaglab';

/** All requests at once, of which an agent sends no more than m; who is late is destroyed. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10, timeoutMs = 1000 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: m });
  yield* await Promise.all(codes.map(ask));
  agent.destroy();

  function ask(code: string): Promise<OwnOutcome> {
    const path = code.toLowerCase();
    const { promise, resolve } = Promise.withResolvers<OwnOutcome>();
    const request = get(`${baseUrl}/${path}/${path}.gif`, { agent });
    let [startedMs, isLate] = [performance.now(), false];
    let timer: NodeJS.Timeout | undefined;
    const end = (kind: OwnOutcome['kind']) => {
      clearTimeout(timer);
      resolve({ code, kind: isLate ? 'timeout' : kind, startedMs, endedMs: performance.now() });
    };
    // It has a socket when its turn has come.
    request.on('socket', () => {
      startedMs = performance.now();
      timer = setTimeout(() => {
        isLate = true;
        request.destroy();
      }, timeoutMs);
    });
    request.on('error', () => end('networkError'));
    request.on('response', (response) => {
      response.resume();
      response.on('error', () => end('networkError'));
      response.on('end', () => end(response.statusCode === 200 ? 'ok' : 'httpError'));
    });
    return promise;
  }
};

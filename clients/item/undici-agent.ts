import { createRequire } from 'node:module';
import type { Agent as UndiciAgent } from 'undici';

/**
 * undici's Agent, and what it needs. The whole of undici (fetch, WebSocket, cache and more) takes a thread three times as
 * long to load, and a pool loads it once for each of up to 128 threads.
 */
export const Agent: typeof UndiciAgent = createRequire(import.meta.url)('undici/lib/dispatcher/agent.js');

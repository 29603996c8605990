import type * as http from 'node:http';

/**
 * The values of Node's `http`, for whoever needs more than its types. An `import` of `node:http` looks at each of its exports,
 * and so loads the `WebSocket` that is one of them and all that this needs: computing that every process and every thread
 * would do before it does anything. Here only what is asked for is loaded.
 */
export const { Agent, createServer, maxHeaderSize, request, ServerResponse, STATUS_CODES } =
  process.getBuiltinModule('node:http');

/** What `new Agent()` makes. */
export type Agent = http.Agent;
/** What `new ServerResponse()` makes. */
export type ServerResponse = http.ServerResponse;

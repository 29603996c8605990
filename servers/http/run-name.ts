import type { IncomingMessage } from 'node:http';
import { isRunName, MAX_RUN_NAME_LENGTH } from '../../lib/run-name.ts';
import { rawHeader } from './raw-header.ts';

/** What stands before the name in an address. */
const PREFIX = '/run/';

/** The name that a client gave its run in the header X-Lab-Run; a long one is cut. */
export function runByHeader(request: IncomingMessage): string | undefined {
  return rawHeader(request, 'x-lab-run')?.slice(0, MAX_RUN_NAME_LENGTH) || undefined;
}

/**
 * The name of the agent that sends it, in the header X-Lab-Agent: each of several that share a run sends its own. To be asked of
 * requests that name their run: nobody else's headers need be looked through for it.
 */
export function agentByHeader(request: IncomingMessage): string | undefined {
  const name = rawHeader(request, 'x-lab-agent');
  if (name === undefined) return undefined;
  try {
    return decodeURIComponent(name).slice(0, MAX_RUN_NAME_LENGTH);
  } catch {
    return undefined;
  }
}

/** An address that names a run before its path. */
export interface RunByPath {
  /** The run's name; undefined where what stands there is none. */
  readonly run: string | undefined;
  /** What comes before the path: `/run/red`. */
  readonly prefix: string;
  /** The address without it, on which the request's key depends. */
  readonly url: string;
}

/** Reads `/run/red/flags/br/br.gif`: for clients that can be told an address, but no header. Undefined for other addresses. */
export function runByPath(url: string): RunByPath | undefined {
  if (!url.startsWith(PREFIX)) return undefined;
  const [name] = url.slice(PREFIX.length).split(/[/?]/, 1);
  const prefix = PREFIX + name;
  const rest = url.slice(prefix.length);
  return { run: isRunName(name!) ? name : undefined, prefix, url: rest.startsWith('/') ? rest : `/${rest}` };
}

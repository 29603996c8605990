import type { IncomingMessage } from 'node:http';
import { rawHeader } from './raw-header.ts';

/** The longest name that a run can have. */
const MAX_LENGTH = 64;

/** What stands before the name in an address. */
const PREFIX = '/run/';

const NAME = new RegExp(`^[\\w.~-]{1,${MAX_LENGTH}}$`);

/** What the name of a run is, where it stands in an address or is given to the lab. */
export const RUN_NAME = `1 to ${MAX_LENGTH} letters, digits, dots, hyphens, tildes or underscores`;

/** Whether a run can be called so. */
export function isRunName(name: string): boolean {
  return NAME.test(name);
}

/** The name that a client gave its run in the header X-Lab-Run; a long one is cut. */
export function runByHeader(request: IncomingMessage): string | undefined {
  return rawHeader(request, 'x-lab-run')?.slice(0, MAX_LENGTH) || undefined;
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

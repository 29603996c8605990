import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';

/** A function that was seen at work. */
export interface SeenFunction {
  readonly name: string;
  /** Undefined for what is no code of a file. */
  readonly file: string | undefined;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** What a thread was at, at a moment. */
export interface Sample {
  /** Microseconds on the machine's monotonic clock. */
  readonly atUs: number;
  /** One value for each function, so that values can be compared; undefined while the thread did nothing that can be named. */
  readonly by: SeenFunction | undefined;
}

/** What V8 calls it when no code runs that could be named. */
const NOBODY = /^\((?:root|program|idle)\)$/;

/**
 * The samples of a profile, each with the function that answers for it: the innermost on the stack that is in a file of
 * the project, since what it calls of Node or of a package is its own doing; where there is none, the innermost of all.
 */
export function sampledStacks({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile): Sample[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const functions = new Map<string, SeenFunction>();
  const answering = new Map<number, SeenFunction | undefined>();
  for (const { id } of nodes) {
    const stack: Profiler.ProfileNode[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) stack.push(byId.get(at)!);
    const frame = (stack.find(isOfProject) ?? stack[0]!).callFrame;
    answering.set(id, NOBODY.test(frame.functionName) ? undefined : seen(frame, functions));
  }
  let atUs = startTime;
  return samples.map((id, i) => {
    atUs += timeDeltas[i]!;
    return { atUs, by: answering.get(id) };
  });
}

function isOfProject({ callFrame: { url } }: Profiler.ProfileNode): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/');
}

function seen({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame'], known: Map<string, SeenFunction>) {
  const name = functionName === '' ? 'a function without a name' : functionName.replace(/^\((.*)\)$/, 'the $1');
  const file = url.startsWith('file:') ? fileURLToPath(url) : undefined;
  const key = JSON.stringify([name, url, lineNumber]);
  const found = known.get(key) ?? { name, file, line: lineNumber + 1 };
  known.set(key, found);
  return found;
}

/** Headers that concern one connection only, so that a proxy does not pass them on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Most names are known by their length to be none of these, which saves writing them in lower case. */
const LENGTHS = new Set([...HOP_BY_HOP].map(({ length }) => length));

/** What `Connection` may name without taking it away: a message that lost one of these would be read as another. */
const NEVER_HOP_BY_HOP = new Set(['content-length', 'host']);

/**
 * The headers of a message that are meant for its last receiver: without the hop-by-hop ones and those that its
 * `Connection` header names.
 *
 * @param rawHeaders names and values in turn, as Node gives them
 */
export function endToEndHeaders(rawHeaders: readonly string[]): string[] {
  const named = namedByConnection(rawHeaders);
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (!isHopByHop(name, named)) kept.push(name, rawHeaders[i + 1]!);
  }
  return kept;
}

function isHopByHop(name: string, named: ReadonlySet<string> | undefined): boolean {
  if (named === undefined && !LENGTHS.has(name.length)) return false;
  const lowerCase = name.toLowerCase();
  return HOP_BY_HOP.has(lowerCase) || named?.has(lowerCase) === true;
}

function namedByConnection(rawHeaders: readonly string[]): Set<string> | undefined {
  let named: Set<string> | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length !== 'connection'.length || rawHeaders[i]!.toLowerCase() !== 'connection') continue;
    const names = rawHeaders[i + 1]!.split(',').map((name) => name.trim().toLowerCase());
    named = new Set([...(named ?? []), ...names.filter((name) => !NEVER_HOP_BY_HOP.has(name))]);
  }
  return named;
}

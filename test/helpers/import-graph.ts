/** One file that imports another, both as paths from the repository's folder. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** The circles in a graph, each as `a → b → a`. One circle may be told of several that share a node. */
export function circles(edges: readonly Import[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    if (trail.includes(node)) found.push([...trail.slice(trail.indexOf(node)), node].join(' → '));
    if (trail.includes(node) || finished.has(node)) return;
    for (const { to } of next.get(node) ?? []) visit(to, [...trail, node]);
    finished.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return found;
}

/**
 * What imports between files are between rooms: at the level where the two paths part, the folder of one and the folder of
 * the other. Imports within a folder, and from a folder's own files into its rooms, are none.
 */
export function roomImports(imports: readonly Import[]): Import[] {
  return imports.flatMap(({ from, to }) => {
    const [here, there] = [roomAtParting(from, to), roomAtParting(to, from)];
    return here === undefined || there === undefined ? [] : [{ from: here, to: there }];
  });
}

/** Whether a file imports one that lies in a folder above its own. */
export function climbs({ from, to }: Import): boolean {
  return roomAtParting(from, to) !== undefined && roomAtParting(to, from) === undefined;
}

/** The folder in which a path goes on where it parts from another; undefined where it ends there. */
function roomAtParting(path: string, other: string): string | undefined {
  const [parts, others] = [path.split('/'), other.split('/')];
  const shared = parts.findIndex((part, i) => part !== others[i]);
  return shared === parts.length - 1 ? undefined : parts.slice(0, shared + 1).join('/');
}

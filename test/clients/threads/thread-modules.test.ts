import { expect, it } from 'vitest';
import { sourceFiles } from '../../helpers/source-tree.ts';

const edges = new Map(sourceFiles(['{clients,lib}/**/*.ts']).map(({ path, edges }) => [path, edges]));

/** All that a file loads when it runs, files and packages, itself included. */
function loadedBy(path: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(path)) return loaded;
  loaded.add(path);
  for (const { to, erased } of edges.get(path) ?? []) if (!erased) loadedBy(to, loaded);
  return loaded;
}

// A pool may have 128 threads, each with modules of its own.
it.each(['clients/threads/worker-thread.ts', 'clients/threads/hybrid-thread.ts'])(
  '%s does not load what only checks input',
  (entry) => {
    const loaded = loadedBy(entry);
    expect(loaded).toContain('clients/item/flag-request.ts');
    expect(loaded).not.toContain('zod');
  },
);

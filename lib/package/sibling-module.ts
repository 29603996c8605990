/**
 * The address of a module beside the one that asks, with the ending that is really on disk: `.ts` in a clone, `.js`
 * in the published package. For threads and child processes, whose entry the compiler does not rewrite.
 *
 * @param importMetaUrl the asking module's `import.meta.url`
 * @param path such as `./server-thread`, without an ending
 */
export function siblingModule(importMetaUrl: string, path: string): URL {
  const ending = importMetaUrl.endsWith('.ts') ? '.ts' : '.js';
  return new URL(path + ending, importMetaUrl);
}

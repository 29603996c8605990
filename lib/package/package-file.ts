/**
 * The address of one of the package's own files. In a clone the sources lie in the package's folder; once published, all
 * that is compiled lies one folder deeper, under dist/.
 *
 * @param path from the package's folder, such as `flags-data/`
 * @param publishedPath the same once published; default: no other
 * @param importMetaUrl where this module is; for tests
 */
export function packageFile(path: string, publishedPath = path, importMetaUrl: string = import.meta.url): URL {
  const isClone = importMetaUrl.endsWith('.ts');
  return new URL(isClone ? `../../${path}` : `../../../${publishedPath}`, importMetaUrl);
}

/** Longer than any country's name. In bytes it may be three times as long, which with all that is added stays below 255. */
const MAX_LENGTH = 60;

/**
 * The name that a flag is saved under: `BR.gif`, or `United_States.gif` when the country's name is known.
 * A name comes from the server, so nothing in it may lead out of the folder or offend a file system.
 */
export function fileName(code: string, country?: string): string {
  const name = (country ?? '')
    .slice(0, MAX_LENGTH)
    .replaceAll(/[\p{Cc}\s/\\:*?"<>|]/gu, '_')
    .replace(/^\.+/, '');
  return `${name || code}.gif`;
}

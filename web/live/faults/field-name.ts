/** What a field of a fault is called on the page: `retryAfterMs` is `retry after`. */
export function fieldName(name: string): string {
  return name
    .replace(/(?<=.)Ms$/, '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^ms$/, 'duration')
    .replace(/^rate$/, 'share of requests');
}

/** Whether it holds a duration in milliseconds. */
export function isDuration(name: string): boolean {
  return name === 'ms' || name.endsWith('Ms');
}

/** What a field of a fault is called on the page: `retryAfterMs` is `retry after`. */
export function fieldName(name: string): string {
  return name
    .replace(/(?<=.)Ms$/, '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^ms$/, 'duration')
    .replace(/^rate$/, 'share of requests');
}

/** Whether there is a duration in what a field of that name holds that is still a text: its own field says that it is none. */
export function hasUnreadDuration(name: string, value: unknown): boolean {
  if (isDuration(name)) return typeof value === 'string';
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([field, held]) => hasUnreadDuration(field, held));
}

/** Whether it holds a duration in milliseconds. */
export function isDuration(name: string): boolean {
  return name === 'ms' || name.endsWith('Ms');
}

/** The id of what is said to be wrong with the field of that id. */
export function wrongId(id: string): string {
  return `${id}-wrong`;
}

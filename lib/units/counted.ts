/** How many of something, for people: `1 flag`, `2 flags`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

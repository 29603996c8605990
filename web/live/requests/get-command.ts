/** What `npx flaglab get` is told so that it asks that server wherever it listens, which need not be the port of its preset. */
export function getCommand(label: string, url: string): string {
  return `npx flaglab get -s ${label} --base-url ${new URL(url).origin}/flags -a -m 20`;
}

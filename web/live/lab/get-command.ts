/** What `npx flaglab get` is told so that it asks that server wherever it listens, which need not be the port of its preset. */
export function getCommand({ label, url }: { readonly label: string; readonly url: string }, isRoom: boolean): string {
  const { hostname, origin } = new URL(url);
  return isRoom
    ? `npx flaglab get --room ${hostname}:${location.port} --as YOUR-NAME -s ${label}`
    : `npx flaglab get -s ${label} --base-url ${origin}/flags -a -m 20`;
}

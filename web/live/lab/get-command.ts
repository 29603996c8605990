/** Longer than any server of the lab holds a request by its preset: who gives up what would have come is judged for that alone. */
const PATIENT = '--timeout 10s';

/** What `npx flaglab get` is told so that it asks that server wherever it listens, which need not be the port of its preset. */
export function getCommand({ label, url }: { readonly label: string; readonly url: string }, isRoom: boolean): string {
  const { hostname, origin } = new URL(url);
  return isRoom
    ? `npx flaglab get --room ${hostname}:${location.port} --as YOUR-NAME -s ${label} ${PATIENT}`
    : `npx flaglab get -s ${label} --base-url ${origin}/flags -a -m 20 ${PATIENT}`;
}

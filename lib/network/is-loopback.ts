/** As the URL parser writes them, which knows every way to write an address. 127.0.0.0/8 is 7fxx:xxxx in IPv6's mapped form. */
const LOOPBACK = /^(localhost\.?|127(\.\d+){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/**
 * Whether only this machine answers to a host's name: `localhost`, also with the dot of the root, an address of 127.0.0.0/8, or
 * ::1, which may stand in brackets as in a URL. Other names are none, even where they resolve to such an address.
 *
 * @param host without a port
 */
export function isLoopback(host: string): boolean {
  const inUrl = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return LOOPBACK.test(URL.parse(`http://${inUrl}`)?.hostname ?? '');
}

/** The same address by another name of its machine, which may be an address of IPv6: `http://localhost:8080`. */
export function underName(url: string, name: string): string {
  const inUrl = name.includes(':') ? `[${name}]` : name;
  return url.replace(/^([a-z]+:\/\/).*(:\d+)$/, `$1${inUrl}$2`);
}

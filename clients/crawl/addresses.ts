/** The addresses that a crawl of flags can find, below the path at which they are. */
export interface FlagAddresses {
  /** What the country's page is, whose metadata names the image. */
  readonly metadata: string;
  readonly image: string;
}

/** Where a crawl of flags begins: the list of countries. */
export function listAddress(basePath: string): string {
  return `${basePath}/`;
}

/** Where the metadata and the image of a country are, if the server is laid out as those of the lab are. */
export function flagAddresses(basePath: string, code: string): FlagAddresses {
  const folder = `${basePath}/${code.toLowerCase()}`;
  return { metadata: `${folder}/metadata.json`, image: `${folder}/${code.toLowerCase()}.gif` };
}

/** How many addresses a crawl has that finds so many flags: the list, and two for each. */
export function addressCount(flags: number): number {
  return flags === 0 ? 0 : 1 + 2 * flags;
}

/** Whether an address is that of an image, and not of a page that leads to one. */
export function isImageAddress(address: string): boolean {
  return address.endsWith('.gif');
}

/** The keys of a flag and of what is said about it, in any case: a client may ask for what is not there. */
const ITEM_KEY = /^GET \/flags\/([a-z]{2})\/(?:(\1\.gif)|metadata\.json)$/i;

/** What a key asks for. */
export interface AskedItem {
  /** Upper case; of a crawl, the address. */
  readonly code: string;
  /** Whether it is the item itself, and not what is said about it. */
  readonly isImage: boolean;
}

/** The item that a request's key asks for; undefined where it asks for none. */
export function askedItem(key: string): AskedItem | undefined {
  const [, code, image] = ITEM_KEY.exec(key) ?? [];
  return code === undefined ? undefined : { code: code.toUpperCase(), isImage: image !== undefined };
}

/** How a request's key is read as one for an item. */
export type ReadItem = (key: string) => AskedItem | undefined;

/** The same of a crawl, whose items are the addresses themselves. */
export function askedAddress(key: string): AskedItem | undefined {
  return /^GET \/flags\//.test(key) ? { code: key.slice('GET '.length), isImage: true } : undefined;
}

/** How the keys of a cell are read. */
export function itemReader({ isCrawl }: { readonly isCrawl?: true }): ReadItem {
  return isCrawl === true ? askedAddress : askedItem;
}

/** What stands for the item in a request's path and body. */
export const ITEM = '{item}';

/** How each item is asked for, where that is not the GET of its flag: any answer with a right status is ok then. */
export interface ItemRequest {
  /** Below the base URL, with a query if there is one; `{item}` stands for the item: `/products/{item}?full=1`. */
  readonly path: string;
  readonly method: string;
  /** Names, in lower case, and values in turn. */
  readonly headers: readonly string[];
  /** `{item}` stands for the item; absent for none. */
  readonly body?: string;
  /** The statuses that are ok; absent: 200 to 299. No redirect is followed. */
  readonly okStatuses?: readonly number[];
}

/** The path of an item, which is encoded as a part of an address has to be. */
export function itemPath({ path }: Pick<ItemRequest, 'path'>, item: string): string {
  return path.replaceAll(ITEM, () => encodeURIComponent(item));
}

/** The body of an item's request. */
export function itemBody({ body }: ItemRequest, item: string): string | undefined {
  return body?.replaceAll(ITEM, () => item);
}

/** Whether an answer with that status is what was asked for. */
export function isOkStatus({ okStatuses }: ItemRequest, status: number): boolean {
  return okStatuses === undefined ? status >= 200 && status < 300 : okStatuses.includes(status);
}

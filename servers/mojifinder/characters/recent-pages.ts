import type { FoundPage } from './index-thread.ts';

/** So many pages are kept: some megabytes at most. */
const MAX_PAGES = 250;

/** The pages that were asked for last. A page is always the same, and those who page through everything ask for the same ones. */
export class RecentPages {
  /** The one that was asked for the longest time ago comes first. */
  readonly #pages = new Map<string, FoundPage>();

  /** The page of that name, or what `find` finds now. */
  async get(name: string, find: () => Promise<FoundPage>): Promise<FoundPage> {
    const page = this.#pages.get(name) ?? (await find());
    this.#pages.delete(name);
    this.#pages.set(name, page);
    if (this.#pages.size > MAX_PAGES) this.#pages.delete(this.#pages.keys().next().value!);
    return page;
  }
}

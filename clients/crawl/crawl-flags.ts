import type { Outcome } from '../download/outcome.ts';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import { askWithRetries, ownSlot } from '../item/ask-with-retries.ts';
import { saveFlag } from '../item/download-one.ts';
import { fileName } from '../item/file-name.ts';
import { FlagClient } from '../item/flag-client.ts';
import { CANCELLED, settleItem } from '../item/settle-item.ts';
import { flagAddresses } from './addresses.ts';
import { crawl, type Visited } from './crawl.ts';
import { NEVER_FOUND } from './never-found.ts';
import { type Page, readImageAddress, readList } from './read-page.ts';

/**
 * Begins at the list of countries and finds the flags of those codes: the list leads to each country's metadata, which
 * names the image. Every address has an outcome, also those that are never found because what leads to them failed: they
 * come right after it, without a request. At most m are asked for at a time; who waits to retry holds one of the m.
 */
export async function* crawlFlags(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using client = new FlagClient(settings);
  const start = client.path('');
  const visitor = new FlagVisitor(new Set(codes), client, start);
  // A cancelled download still has an outcome for each address, so it is the client that is called off, not the crawl.
  for await (const { result } of crawl([start], (address) => visitor.visit(address), { m: settings.m })) {
    yield* result;
  }
}

/** The outcomes of a page: its own, and those of what will now never be found. */
type FlagVisit = Visited<string, readonly Outcome[]>;

/** Knows of each address that was found what is there. */
class FlagVisitor {
  readonly #codes: ReadonlySet<string>;
  readonly #client: FlagClient;
  readonly #start: string;
  readonly #origin: string;
  readonly #basePath: string;
  /** Whose metadata is at an address. */
  readonly #metadata = new Map<string, string>();
  /** Whose image is at an address. */
  readonly #images = new Map<string, string>();

  constructor(codes: ReadonlySet<string>, client: FlagClient, start: string) {
    this.#codes = codes;
    this.#client = client;
    this.#start = start;
    this.#origin = new URL(client.settings.baseUrl).origin;
    this.#basePath = start.slice(0, -1);
  }

  visit(address: string): Promise<FlagVisit> {
    if (address === this.#start) return this.#visitList();
    const code = this.#metadata.get(address);
    return code === undefined
      ? this.#visitImage(address, this.#images.get(address)!)
      : this.#visitMetadata(address, code);
  }

  async #visitList(): Promise<FlagVisit> {
    const { outcome, content: listed } = await this.#read(this.#start, readList);
    const found = [...this.#codes].filter((code) => listed?.has(code));
    const lost = [...this.#codes].filter((code) => !listed?.has(code));
    for (const code of found) this.#metadata.set(listed!.get(code)!, code);
    const behind = lost.flatMap((code) => Object.values(flagAddresses(this.#basePath, code)));
    const what = listed === undefined ? neverFound : notListed;
    return {
      result: [outcome, ...behind.map((address) => what(address, outcome))],
      found: found.map((code) => listed!.get(code)!),
    };
  }

  async #visitMetadata(address: string, code: string): Promise<FlagVisit> {
    const { outcome, content: image } = await this.#read(address, readImageAddress);
    if (image === undefined) {
      return { result: [outcome, neverFound(flagAddresses(this.#basePath, code).image, outcome)], found: [] };
    }
    this.#images.set(image, code);
    return { result: [outcome], found: [image] };
  }

  async #visitImage(address: string, code: string): Promise<FlagVisit> {
    const isSaved = this.#client.settings.outDir !== undefined;
    const outcome = await settleItem(address, this.#client, async (trace) => {
      const image = await askWithRetries(address, this.#client, ownSlot, trace, isSaved);
      return await saveFlag(this.#client, fileName(code), image);
    });
    return { result: [outcome], found: [] };
  }

  /** Asks for a page and reads it; without content where it did not come, or is not what it should be. */
  async #read<T>(path: string, read: (page: Page) => T): Promise<{ outcome: Outcome; content: T | undefined }> {
    const contents: T[] = [];
    const outcome = await settleItem(path, this.#client, async (trace) => {
      const text = (await askWithRetries(path, this.#client, ownSlot, trace, true)).toString();
      contents.push(read({ origin: this.#origin, path, text }));
      return undefined;
    });
    return { outcome, content: contents[0] };
  }
}

/** What becomes of an address behind one that failed: it is an error, for nobody has what is there. */
function neverFound(code: string, { code: failed, kind, error = '', endedMs }: Outcome): Outcome {
  if (kind === 'cancelled') return { ...unasked(code, endedMs), kind, error: CANCELLED };
  const why = `never found, since it is behind ${failed}: ${error}`;
  return { ...unasked(code, endedMs), kind: 'networkError', error: why, reason: NEVER_FOUND };
}

function notListed(code: string, { code: list, endedMs }: Outcome): Outcome {
  return { ...unasked(code, endedMs), kind: 'notFound', error: `${list} does not lead to it` };
}

function unasked(code: string, endedMs: number): Omit<Outcome, 'kind' | 'error'> {
  const nothing = { status: undefined, bytes: 0, requests: 0, firstByteMs: undefined, file: undefined };
  return { code, ...nothing, startedMs: endedMs, endedMs };
}

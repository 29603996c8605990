import { NetworkError } from '../item/request-error.ts';

/** A page of a server, as far as what is on it leads to others. */
export interface Page {
  /** The server's address, such as `http://localhost:8000`. */
  readonly origin: string;
  /** The page's own path. */
  readonly path: string;
  readonly text: string;
}

/**
 * Where each country of a list has its metadata, such as `/flags/br/metadata.json` for `BR`.
 *
 * @throws NetworkError when the page is no list of countries, or leads to another server
 */
export function readList(page: Page): Map<string, string> {
  const listed = parsed(page.text);
  if (!Array.isArray(listed)) throw notWhatItIs(page, 'not the JSON of a list of countries');
  return new Map(
    listed.map((country: unknown) => {
      const { code, metadata } = (country ?? {}) as { code?: unknown; metadata?: unknown };
      if (typeof code !== 'string' || typeof metadata !== 'string') {
        throw notWhatItIs(page, 'a list with a country without code or metadata');
      }
      return [code.toUpperCase(), addressOn(page, metadata)];
    }),
  );
}

/**
 * Where the image is that a country's metadata names: `br.gif` beside it, for the code BR.
 *
 * @throws NetworkError when the page is no metadata of a country
 */
export function readImageAddress(page: Page): string {
  const { iso_cc: code } = (parsed(page.text) ?? {}) as { iso_cc?: unknown };
  if (typeof code !== 'string' || !/^[A-Za-z]{2}$/.test(code)) {
    throw notWhatItIs(page, 'not the JSON of a country with its code');
  }
  return addressOn(page, `${code.toLowerCase()}.gif`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A crawl stays on its server: others have not agreed to it. */
function addressOn(page: Page, link: string): string {
  const url = URL.parse(link, page.origin + page.path);
  if (url?.origin === page.origin) return url.pathname + url.search;
  throw notWhatItIs(page, 'a link to another server');
}

function notWhatItIs({ path }: Page, reason: string): NetworkError {
  return new NetworkError(`GET ${path}: ${reason}`, reason);
}

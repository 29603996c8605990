import type { IncomingMessage, RequestListener } from 'node:http';
import { readOnlyApp } from '../../apps/read-only-app.ts';
import type { FaultWorld } from '../../faults/fault-world.ts';
import { httpDoor } from '../../faults/http-door.ts';
import { type Listening, type ListenOptions, listen } from '../../http/listen.ts';
import { requestKey } from '../../http/request-key.ts';
import { Finder } from '../characters/finder.ts';
import { answerSearch } from './answer-search.ts';
import { readSearchPage } from './search-page.ts';
import { readSearch, SEARCH_PATH, searchAddress } from './search-request.ts';

/** What people look at, and tools read, before they search: without faults and records. */
const LEFT_ALONE = ['/', '/docs', '/openapi.json'];

/**
 * Listens, and finds characters by the words of their names: `/search`, and a page for people. It listens before its index
 * is built.
 */
export async function serveFinderOnWeb(world: FaultWorld, options: ListenOptions): Promise<Listening> {
  const app = finderApp();
  const finder = new Finder();
  try {
    const listening = await listen(finderDoor(world, finder, app), options);
    const close = async (graceMs?: number) => {
      await listening.close(graceMs);
      await finder.close();
    };
    return { ...listening, close };
  } catch (error) {
    await finder.close();
    throw error;
  }
}

function finderDoor(world: FaultWorld, finder: Finder, app: RequestListener): RequestListener {
  return httpDoor(world, {
    answer: (request, response) =>
      isSearch(request) ? answerSearch(finder, request, response) : void app(request, response),
    keyOf: searchKey,
    isLeftAlone: (path) => LEFT_ALONE.includes(path),
  });
}

function finderApp(): RequestListener {
  const searchPage = readSearchPage();
  return readOnlyApp(
    (app) => {
      app.get('/', ({ baseUrl }, response) => void response.type('html').send(searchPage(baseUrl)));
      // Loaded once they are asked for: what describes the finder needs schemas.
      const description = () => import('./describe-finder.ts');
      app.get('/docs', async ({ headers }, response) => {
        response.type('html').send((await description()).finderDocs(headers.host));
      });
      app.get('/openapi.json', async (_, response) => void response.json((await description()).finderOpenApi()));
    },
    (path) => `There is nothing at ${path}; see /docs.`,
  );
}

function isSearch({ method, url }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && url!.split('?', 1)[0] === SEARCH_PATH;
}

/** Searches have fates of their own; a request that is refused is one like any other. */
function searchKey(request: IncomingMessage): string {
  if (!isSearch(request)) return requestKey(request);
  try {
    return `GET ${searchAddress(readSearch(request.url!))}`;
  } catch {
    return requestKey(request);
  }
}

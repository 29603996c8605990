import type { IncomingMessage, RequestListener, ServerOptions } from 'node:http';
import { readOnlyApp } from '../apps/read-only-app.ts';
import { carryOut } from '../faults/carry-out.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { httpDoor } from '../faults/http-door.ts';
import { type Listening, type ListenOptions, listen } from '../http/listen.ts';
import { plainPath } from '../http/request-path.ts';
import { sendError } from '../http/send-error.ts';
import { notFoundDetail } from './answer-bytes.ts';
import { Echo } from './echo.ts';
import { type Country, type FlagFile, type FlagFiles, loadFlagFiles } from './flag-files.ts';
import { aboutPage, flagsPage } from './pages.ts';
import { sendFile } from './send-file.ts';

/** Where flags are served. */
export interface ServeFlagsOptions extends ListenOptions {
  /** The address of the lab's live page, to which the first page leads; default: to none. */
  readonly livePage?: string | undefined;
}

/** Node need not prepare for a body of requests that have none, which costs a tenth of a flag's answer. Before Node 24.12 it does. */
const SERVER_OPTIONS: ServerOptions = { optimizeEmptyRequests: true };

/** Listens, and answers flags in a fault world. */
export function serveFlags(world: FaultWorld, options: ServeFlagsOptions): Promise<Listening> {
  const serverOptions = { ...SERVER_OPTIONS, ...options.serverOptions };
  return listen(flagListener(world, options.livePage), { ...options, serverOptions });
}

/**
 * Answers flags from memory in a fault world: a file without Express's routing, which costs more than the file. The pages for
 * people are left alone by faults: they are read before a client is tried.
 *
 * @param livePage as in {@link ServeFlagsOptions}
 */
export function flagListener(world: FaultWorld, livePage?: string): RequestListener {
  const flags = loadFlagFiles();
  const app = flagApp(world, flags.countries, livePage);
  const echo = new Echo(world);
  return httpDoor(world, {
    isLeftAlone: (path, request) => path === '/' || (/^\/flags\/?$/.test(path) && isForPeople(request)),
    answer(request, response, id) {
      if (id !== undefined && echo.takes(request)) return echo.answer(request, response, id);
      return void app(request, response);
    },
    shortcut(request, response, run) {
      const { method, url = '/' } = request;
      const file = method === 'GET' || method === 'HEAD' ? fileAt(flags, url) : undefined;
      if (file === undefined) return false;
      carryOut(world, request, response, file.key, () => sendFile(request, response, file), run);
      return true;
    },
  });
}

/** Most ask by the plain path, which saves reading the address. */
function fileAt({ files }: FlagFiles, url: string): FlagFile | undefined {
  return files.get(url) ?? files.get(plainPath(url) ?? '');
}

/** Browsers name HTML; programs name JSON, or nothing. */
function isForPeople({ method, headers: { accept = '' } }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && accept.includes('text/html');
}

function flagApp(world: FaultWorld, countries: readonly Country[], livePage: string | undefined): RequestListener {
  return readOnlyApp((app) => {
    app.get('/', ({ baseUrl, headers }, response) => {
      response.type('html').send(aboutPage(world, { prefix: baseUrl, host: headers.host, livePage }));
    });
    app.get('/flags', (request, response) => {
      const listed = countriesUnder(request.baseUrl, countries);
      response.vary('Accept').format({
        html: () => response.send(flagsPage(world.label, request.baseUrl, countries)),
        json: () => response.json(listed),
        default: () =>
          sendError(
            request,
            response,
            406,
            'Not Acceptable',
            'The list is available as text/html or application/json.',
          ),
      });
    });
  }, notFoundDetail);
}

/** The countries with the name of the run before their paths, so that who follows them stays in it. */
function countriesUnder(prefix: string, countries: readonly Country[]): readonly Country[] {
  if (prefix === '') return countries;
  return countries.map((country) => ({
    ...country,
    flag: prefix + country.flag,
    metadata: prefix + country.metadata,
  }));
}

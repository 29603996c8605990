import { type Command, Option } from 'commander';
import { keptService, requestOf, type Service, serviceText } from '../../bench/result/settings/service.ts';
import { ITEM, type ItemRequest } from '../../clients/download/item-request.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { collect, parser } from './options.ts';
import { readItems } from './read-items.ts';
import { readTextFile } from './read-text-file.ts';

/** The options that say which service is measured, as commander gives them. */
export interface ServiceOptions {
  /** With `{item}` where the item belongs. */
  readonly url?: string;
  readonly items?: readonly string[];
  readonly header?: readonly string[];
  readonly method?: string;
  readonly body?: string;
  readonly ok?: readonly number[];
  readonly direct?: boolean;
}

/** A service, how it is asked, and for what. */
export interface ChosenService {
  readonly service: Service;
  readonly request: ItemRequest;
  readonly items: readonly string[];
}

/** Scheme and host, then the rest: a template is no URL yet. */
const TEMPLATE = /^(https?:\/\/[^/?#]+)([^#]*)$/i;

/** RFC 9110: a token, a colon, and a value without control characters. */
const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;
const TOKEN = /^[A-Z-]+$/;

/** What the client itself has to say. */
const OWN_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'transfer-encoding',
  'upgrade',
  'x-lab-agent',
  'x-lab-run',
];

/** Of other options that say what to ask for, none has a meaning for a service. */
const FLAGS_ONLY = ['server', 'attach', 'all', 'every', 'names', 'command', 'timeScale'];

/** Adds `--url` and what belongs to it. */
export function addServiceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--url <url>',
        'measure any service instead of the servers of the lab, such as http://localhost:3000/products/{item}',
      ).conflicts(FLAGS_ONLY),
    )
    .option(
      '--items <what>',
      'what takes the place of {item}: 1..500, a,b,c, or a file with one on each line',
      (text) => readItems(text),
    )
    .option(
      '-H, --header <text>',
      'send this header to the service, such as "Accept: text/html" (repeatable)',
      collect(String),
    )
    .option('--method <name>', 'how to ask the service; default: GET, or POST with --body')
    .option('--body <text|@file>', 'send this body to the service; {item} stands for the item there, too')
    .option('--ok <statuses>', 'the statuses that are ok; default: 200 to 299', parser(parseStatuses))
    .option(
      '--direct',
      'ask the service without the proxy in between: then the connections are not known, nor what is in flight',
    );
}

/**
 * The service that the options choose; undefined where they choose none.
 *
 * @throws UsageError for what is no URL, or options of a service without one
 */
export function chosenService(options: ServiceOptions): ChosenService | undefined {
  const { url, items, header, method, body, ok, direct } = options;
  if (url === undefined) {
    const [given] = Object.entries({ items, header, method, body, ok, direct }).filter(
      ([, value]) => value !== undefined,
    );
    if (given !== undefined) throw new UsageError(`--${given[0]} needs a service: give its --url`);
    return undefined;
  }
  if (items === undefined) throw new UsageError('--url needs --items: what takes the place of {item}, such as 1..500');
  const { origin, path } = addressOf(url);
  const request = {
    path,
    method: methodOf(method ?? (body === undefined ? 'GET' : 'POST')),
    headers: (header ?? []).flatMap(parseHeader),
    ...(body !== undefined && { body: bodyOf(body) }),
    ...(ok !== undefined && { okStatuses: ok }),
  };
  return { service: keptService(origin, request, direct === true), request, items };
}

/**
 * How the service of a run is asked, which may have begun earlier; undefined where it has none.
 *
 * @throws UsageError when the options choose another, or do not say again what was not kept
 */
export function requestFor(service: Service | undefined, options: ServiceOptions): ItemRequest | undefined {
  if (service === undefined) return undefined;
  const chosen = chosenService(options);
  if (chosen !== undefined && JSON.stringify(chosen.service) !== JSON.stringify(service)) {
    throw new UsageError(`the run asks another service: ${serviceText(service)}`);
  }
  const request = chosen?.request ?? requestOf(service);
  if (request !== undefined) return request;
  throw new UsageError(
    'headers and bodies are not kept, since there may be secrets in them: give --url, --items, -H and --body again',
  );
}

/** Whether each item is asked for in another way than the others. */
export function namesItem({ path, body = '' }: ItemRequest): boolean {
  return path.includes(ITEM) || body.includes(ITEM);
}

function addressOf(text: string): { origin: string; path: string } {
  const [, start = '', rest = ''] = TEMPLATE.exec(text) ?? [];
  const url = URL.parse(start);
  if (url === null || start.includes(ITEM)) {
    throw new UsageError(`"${text}" is no URL of a service: give one such as http://localhost:3000/products/{item}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('the URL cannot hold a user and a password: send them with -H "Authorization: …"');
  }
  const plain = rest.split(ITEM).map((part) => URL.parse(part.startsWith('/') ? part : `/${part}`, url.origin));
  if (plain.includes(null)) throw new UsageError(`"${text}" is no URL of a service`);
  return { origin: url.origin, path: rest.startsWith('/') ? encoded(rest) : encoded(`/${rest}`) };
}

/** The characters that an address cannot hold, as a browser would send them. */
function encoded(path: string): string {
  return path
    .split(ITEM)
    .map((part) => part.replaceAll(/[^\x21-\x7e]|["<>\\^`{|}]/gu, encodeURIComponent))
    .join(ITEM);
}

function methodOf(text: string): string {
  const name = text.toUpperCase();
  if (TOKEN.test(name) && name !== 'CONNECT' && name !== 'TRACE') return name;
  throw new UsageError(`"${text}" is no method to ask a service with: give one such as GET or POST`);
}

function parseHeader(text: string): string[] {
  const [, name, value] = HEADER.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`"${text}" is no header: give one such as "Accept: text/html"`);
  }
  if (OWN_HEADERS.includes(name.toLowerCase())) throw new UsageError(`the header ${name} is set by the client itself`);
  return [name.toLowerCase(), value];
}

function bodyOf(text: string): string {
  if (!text.startsWith('@')) return text;
  return readTextFile(text.slice(1), 'the body');
}

function parseStatuses(text: string): number[] {
  const statuses = text.split(',').map((status) => Number(status.trim()));
  if (statuses.every((status) => Number.isInteger(status) && status >= 200 && status <= 599)) return statuses;
  throw new UsageError(`"${text}" is no list of statuses: give numbers from 200 to 599, such as 200,404`);
}

import { z } from 'zod';
import { type ItemRequest, itemPath } from '../../../clients/download/item-request.ts';
import { isLoopback } from '../../../lib/network/is-loopback.ts';
import type { DeepReadonly } from '../../../lib/schema/deep-readonly.ts';

/** What a service is called that is not one of the lab's servers. */
export const SERVICE_LABEL = 'REMOTE';

/** The most requests in flight at once to a server on another computer, unless more is asked for. */
export const POLITE_M = 5;

/** What one of the things is called that are asked for: those of a crawl are pages, too. */
export function itemNoun({
  service,
  crawl,
}: {
  readonly service?: object | undefined;
  readonly crawl?: true;
}): 'flag' | 'item' {
  return service === undefined && crawl === undefined ? 'flag' : 'item';
}

/** The schema of a service as a run keeps it: headers by name alone and no body, since there may be secrets in them. */
export const serviceSchema = z.strictObject({
  /** Such as `http://localhost:3000`. */
  origin: z.string(),
  /** Below it, with `{item}` where the item belongs. */
  path: z.string(),
  method: z.string(),
  /** The names of the headers that are sent, in lower case; absent for none. */
  headerNames: z.exactOptional(z.array(z.string())),
  /** Whether requests have a body; absent where they have none. */
  hasBody: z.exactOptional(z.literal(true)),
  /** The statuses that are ok; absent for 200 to 299. */
  okStatuses: z.exactOptional(z.array(z.int())),
  /** Whether clients ask it themselves, so that no proxy records what comes; absent where one stands in between. */
  direct: z.exactOptional(z.literal(true)),
});

/** A service that is not one of the lab's servers, as a run keeps it. */
export type Service = DeepReadonly<z.infer<typeof serviceSchema>>;

/** A service as a run is to keep it. */
export function keptService(origin: string, request: ItemRequest, direct: boolean): Service {
  const { path, method, headers, body, okStatuses } = request;
  const headerNames = headers.filter((_, i) => i % 2 === 0);
  return {
    origin,
    path,
    method,
    ...(headerNames.length > 0 && { headerNames }),
    ...(body !== undefined && { hasBody: true as const }),
    ...(okStatuses !== undefined && { okStatuses: [...okStatuses] }),
    ...(direct && { direct: true as const }),
  };
}

/** How a kept service is asked; undefined where what would be sent was not kept. */
export function requestOf({ path, method, headerNames, hasBody, okStatuses }: Service): ItemRequest | undefined {
  if (headerNames !== undefined || hasBody === true) return undefined;
  return { path, method, headers: [], ...(okStatuses !== undefined && { okStatuses }) };
}

/** Whether a service is on another computer, which is to be asked politely. */
export function isElsewhere({ origin }: Service): boolean {
  return !isLoopback(new URL(origin).hostname);
}

/** The most requests in flight that a service gets where nobody says how many; undefined on this computer. */
export function capOf(service: Service | undefined): number | undefined {
  return service !== undefined && isElsewhere(service) ? POLITE_M : undefined;
}

/** The service in a few words: `GET http://localhost:3000/products/{item}`, and that it is asked without the proxy. */
export function serviceText(service: Service): string {
  return `${serviceAddress(service)}${directText(service)}`;
}

/** How the service is asked, and at what address. */
export function serviceAddress({ origin, path, method }: Service): string {
  return `${method} ${origin}${path}`;
}

/** That a service is asked without the proxy, and what is then not known, after a comma; empty where it is not. */
export function directText({ direct }: Service): string {
  return direct === true ? ', without the proxy, which alone knows of connections and what is in flight' : '';
}

/**
 * The key of each item, on which its fate at the proxy depends; undefined where items share one, so that it depends on
 * their order what fate each of them meets.
 */
export function itemKeys({ path, method }: Pick<Service, 'path' | 'method'>): ((item: string) => string) | undefined {
  const [plain] = path.split('?', 1);
  if (itemPath({ path: plain! }, 'a') === plain) return undefined;
  return (item) => `${method === 'HEAD' ? 'GET' : method} ${itemPath({ path: plain! }, item)}`;
}

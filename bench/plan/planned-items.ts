import { countryCodes } from '../../lib/flags/country-codes.ts';
import type { Item, Station } from '../../lib/queueing/item.ts';
import { stationsOf } from '../../servers/faults/limits/capacity-spec.ts';
import { plannedCrawl } from './planned-crawl.ts';
import {
  type Asked,
  addRequests,
  type ItemsRequest,
  type PlannedDownload,
  type PlannedFate,
  type PlannedItems,
  type PlannedRequest,
  plannedAttempts,
} from './planned-requests.ts';

/**
 * What will happen to each item by itself: an attempt for each time that a code is named, and more where the client asks
 * again. How long it waits before it does is its own affair.
 */
export function plannedItems(request: ItemsRequest): PlannedItems {
  if (request.crawl === true) return plannedCrawl(request);
  const known = new Set(countryCodes());
  const stations = stationsOf(request.profile, request.timeScale);
  const asked = new Map<string, number>();
  const [downloads, fates, items]: [PlannedDownload[], PlannedFate[], Item[]] = [[], [], []];
  for (const code of request.codes) {
    const first = (asked.get(code) ?? 0) + 1;
    asked.set(code, first);
    const requests = plannedDownload(request, stations, {
      code,
      first,
      exists: request.key !== undefined || known.has(code),
    });
    const { fate: last } = requests.at(-1)!;
    downloads.push({ code, outcome: last.outcome, heldMs: addRequests({ fates, items }, requests) });
    items.push(withWork(items.pop()!, last, request));
  }
  return { downloads, fates, items, stations };
}

/** For what does not come nothing is computed. */
function withWork(item: Item, { outcome }: PlannedFate, { work }: ItemsRequest): Item {
  return work === undefined || outcome !== 'ok' ? item : { ...item, workMs: work.ms };
}

type AskedFlag = Pick<Asked, 'code' | 'first' | 'exists'>;

/** All requests for one flag, one after the other. */
function plannedDownload(request: ItemsRequest, stations: readonly Station[], asked: AskedFlag): PlannedRequest[] {
  const folder = asked.code.toLowerCase();
  const image = plannedAttempts(request, stations, { ...asked, path: `${folder}/${folder}.gif`, isMetadata: false });
  const hasMetadata = request.names === true && image.at(-1)!.fate.outcome === 'ok';
  if (!hasMetadata) return image;
  const metadata = { ...asked, path: `${folder}/metadata.json`, isMetadata: true, first: 1 };
  return [...image, ...plannedAttempts(request, stations, metadata)];
}

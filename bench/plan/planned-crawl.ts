import { flagAddresses, listAddress } from '../../clients/crawl/addresses.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import type { Item } from '../../lib/queueing/item.ts';
import { stationsOf } from '../../servers/faults/limits/capacity-spec.ts';
import {
  addRequests,
  type ItemsRequest,
  type PlannedDownload,
  type PlannedFate,
  type PlannedItems,
  plannedAttempts,
} from './planned-requests.ts';

/** Where the lab's servers have their flags. */
const BASE_PATH = '/flags';

/**
 * What will happen to a crawl of the lab's flags: the list leads to each country's metadata, that to the image. What is
 * behind a failure is never asked for: it is a download without a fate, and an error.
 */
export function plannedCrawl(request: ItemsRequest): PlannedItems {
  const known = new Set(countryCodes());
  const stations = stationsOf(request.profile, request.timeScale);
  const [downloads, fates, items]: [PlannedDownload[], PlannedFate[], Item[]] = [[], [], []];

  /** Plans an address; the number of its first request, and that of the request which may lead to others. */
  const plan = (address: string): { first: number; leads: number | undefined } => {
    const path = address.slice(`${BASE_PATH}/`.length);
    const asked = { code: address, isMetadata: false, path, first: 1, exists: true };
    const requests = plannedAttempts(request, stations, asked);
    const first = items.length;
    const { outcome } = requests.at(-1)!.fate;
    downloads.push({ code: address, outcome, heldMs: addRequests({ fates, items }, requests) });
    return { first, leads: outcome === 'ok' ? items.length - 1 : undefined };
  };
  const lead = (from: number, found: readonly number[]) => {
    items[from] = { ...items[from]!, found };
  };
  const lose = (address: string, outcome: PlannedDownload['outcome']) =>
    downloads.push({ code: address, outcome, heldMs: 0, isUnfound: true });

  if (request.codes.length === 0) return { downloads, fates, items, stations };
  const list = plan(listAddress(BASE_PATH));
  const found = request.codes.flatMap((code) => {
    const { metadata, image } = flagAddresses(BASE_PATH, code);
    if (list.leads === undefined || !known.has(code)) {
      for (const address of [metadata, image]) lose(address, list.leads === undefined ? 'networkError' : 'notFound');
      return [];
    }
    const page = plan(metadata);
    if (page.leads === undefined) lose(image, 'networkError');
    else lead(page.leads, [plan(image).first]);
    return [page.first];
  });
  if (list.leads !== undefined) lead(list.leads, found);
  return { downloads, fates, items, stations };
}

import { type CellResult, isMeasured } from '../../bench/result/cell.ts';
import { climbAmong, climbText, openText } from '../../bench/result/own-client.ts';
import type { BenchResult, BenchSettings } from '../../bench/result/result.ts';
import { requestSettingsText } from '../../bench/result/settings/request-settings.ts';
import { itemNoun, serviceText } from '../../bench/result/settings/service.ts';
import { repeatText } from '../../bench/result/tested-server.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';

/** What was the same for all cells of a run: one line, and another on the schedule where requests started on one. */
export function settingsLine(settings: BenchSettings & Partial<Pick<BenchResult, 'cells' | 'answer'>>): string {
  const {
    cells = [],
    answer,
    codes,
    servers,
    seed,
    timeScale,
    timeoutMs,
    attached,
    service,
    clients,
    ...requests
  } = settings;
  const noun = itemNoun({ service });
  const many = answer === undefined ? counted(codes.length, noun) : itemsText(cells, noun);
  const items = `${many}${climbAmong(clients) === undefined ? ' a cell' : ' in turn, each time the next attempt'}${repeatText(servers)}`;
  const fates = service === undefined ? `seed ${seed}, time scale ${timeScale}, ` : '';
  const where = service === undefined ? attachedText(attached) : `; ${serviceText(service)}`;
  const timeout = `timeout ${formatDuration(timeoutMs)}${requestSettingsText(requests)}`;
  return `${items}; ${fates}${timeout}${where}${scheduleLine(settings)}`;
}

/** What asks for an answer gives each cell as many items as its m needs. */
function itemsText(cells: readonly CellResult[], noun: string): string {
  const counts = cells.filter(isMeasured).map(({ items }) => items);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return fewest < most ? `${fewest} to ${counted(most, noun)}` : counted(most, noun);
}

/** Which lab that was running already served; empty where the run had servers of its own. */
export function attachedText(attached: string | undefined): string {
  return attached === undefined ? '' : `; on the lab at ${attached}`;
}

function scheduleLine({ codes, clients = [], service }: BenchSettings): string {
  const climb = climbAmong(clients);
  if (climb !== undefined) return `\n${climbText(climb)}`;
  const open = clients.find(({ kind }) => kind === 'open');
  if (open?.kind !== 'open') return '';
  const different = counted(new Set(codes).size, itemNoun({ service }));
  return `\n${openText(open)}: ${different} in turn, each time the next attempt`;
}

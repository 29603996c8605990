import { escapeHtml } from '../../lib/escape-html.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { formatFault } from '../faults/format-profile.ts';
import { faultKind } from '../faults/kinds/registry.ts';
import { page } from '../http/page.ts';
import type { Country } from './flag-files.ts';

/** How the page of `/` was asked for. */
export interface AboutPageOptions {
  /** What comes before the paths of its links. */
  readonly prefix: string;
  /** The server's own name and port, as the request gave them. */
  readonly host: string | undefined;
  /** The address of the lab's live page; undefined for none. */
  readonly livePage: string | undefined;
}

/** The page of `/`: what this server is and what it does to requests. */
export function aboutPage(world: FaultWorld, { prefix, host = 'localhost', livePage }: AboutPageOptions): string {
  const { label, seed, timeScale } = world;
  return page(
    `${label} flag server`,
    `<p>This is a test server of Flag Lab. It answers <a href="${escapeHtml(prefix)}/flags/">flags of countries</a> and does this to requests:</p>
    ${whatItDoes(world)}
    <p>What happens to a request follows from the seed (<code>${seed}</code>), this server’s label, the method and path, and
    how often that path was asked for before. It is the same for every client, in whatever order requests arrive.
    Durations are multiplied by ${timeScale}; one second is ${formatDuration(timeScale * 1000)}. This page itself is left alone.</p>
    <p>What is sent to <code>/echo</code> by POST, PUT, PATCH or DELETE comes back as it is. With an <code>Idempotency-Key</code> the second
    request gets the answer of the first, and nothing is done twice.</p>
    <p>${world.hidesFaults ? '' : 'A response that was touched says so in the headers <code>Server-Timing</code> and <code>X-Lab-Fault</code>. '}Try
    <code>curl -i http://${escapeHtml(host + prefix)}/flags/br/br.gif</code></p>
    ${livePage === undefined ? '' : `<p>What comes here is shown as it happens on <a href="${escapeHtml(livePage)}">the lab’s live page</a>.</p>`}`,
  );
}

/** In a room it is not told here: who leads may want it to be found out. */
function whatItDoes(world: FaultWorld): string {
  if (world.seats !== undefined)
    return '<p>What it does is for who leads this room to tell, or for you to find out.</p>';
  if (world.profile.length === 0) return '<p><strong>Nothing:</strong> it answers at once.</p>';
  const faults = world.profile.map((spec) => {
    const text = `<code>${escapeHtml(formatFault(spec))}</code>`;
    return `<dt>${text}</dt><dd>${escapeHtml(faultKind(spec.fault)?.summary ?? '')}</dd>`;
  });
  return `<dl>${faults.join('')}</dl>`;
}

/**
 * The page of `/flags/` for people: every flag with its country.
 *
 * @param prefix what stands before paths that name a run. Links stay in it; pictures do not, for whoever only reads the page in
 *   a room has asked for nothing yet.
 */
export function flagsPage(label: string, prefix: string, countries: readonly Country[]): string {
  const items = countries.map(({ code, country, flag, metadata }) => {
    const name = escapeHtml(country);
    return `<li><a href="${escapeHtml(prefix + flag)}"><img src="${flag}" alt="Flag of ${name}" loading="lazy"></a>
      <a href="${escapeHtml(prefix + metadata)}">${code} ${name}</a></li>`;
  });
  return page(`${countries.length} flags of ${label}`, `<ul class="flags">${items.join('\n')}</ul>`);
}

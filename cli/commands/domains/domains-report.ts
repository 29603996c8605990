import type { ProbedDomain, ProbeKind } from '../../../clients/domains/probed-domain.ts';
import { type Reasons, reasonsText } from '../../../clients/download/reasons-text.ts';
import { counted } from '../../../lib/units/counted.ts';

/** What became of so many names, in one sentence. */
export function domainsAnswer(probed: readonly ProbedDomain[], names: number): string {
  const { found, notFound, failed, cancelled, reasons } = countsOf(probed, names);
  const parts = [
    `${were(found)} found`,
    `${were(notFound)} not found`,
    ...(cancelled > 0 ? [`${were(cancelled)} not answered yet`] : []),
    failed > 0 ? `${failed} failed: ${reasonsText(reasons)}` : 'none failed',
  ];
  return `Of ${counted(names, 'name')}, ${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}.`;
}

function were(count: number): string {
  return `${count} ${count === 1 ? 'was' : 'were'}`;
}

/** The result of `domains --json`. */
export function domainsJson(probed: readonly ProbedDomain[], names: number, elapsedMs: number): object {
  return { ...countsOf(probed, names), elapsedMs, domains: probed };
}

/** How many names came to what, and for what reasons they failed. Those that were called off are not among the results. */
function countsOf(probed: readonly ProbedDomain[], names: number) {
  const count = (wanted: ProbeKind) => probed.filter(({ kind }) => kind === wanted).length;
  const reasons: Record<string, number> = {};
  for (const { reason } of probed) if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    found: count('found'),
    notFound: count('notFound'),
    failed: count('failed'),
    reasons: reasons satisfies Reasons,
    cancelled: names - probed.length,
  };
}

import { listed } from '../../../lib/units/listed.ts';
import { shortPercent } from '../../../lib/units/percent.ts';
import type { FaultKind } from './fault-kind.ts';
import type { FaultSpec } from './fault-spec.ts';
import type { Where } from './where.ts';

/** What a fault does and to which requests, as a sentence for people who cannot read its text form. */
export function faultWords(kind: Pick<FaultKind, 'words'>, spec: FaultSpec): string {
  const { rate = 1 } = spec as { readonly rate?: number };
  const withSome = rate < 1 ? `With ${shortPercent(rate)} of requests it` : 'It';
  const where = whereWords(spec);
  return `${withSome} ${kind.words(spec)}${where.length === 0 ? '' : `; only ${listed(where)}`}.`;
}

function whereWords({ path, method, ifHeader, first, every }: Where): string[] {
  return [
    ...(method === undefined ? [] : [`for ${method}`]),
    ...(path === undefined ? [] : [`at ${path}`]),
    ...(ifHeader === undefined ? [] : [`with the header ${ifHeader}`]),
    ...(first === undefined ? [] : [`for the first ${first === 1 ? 'attempt' : `${first} attempts`} at each key`]),
    ...(every === undefined || every === 1 ? [] : [`for one in ${every} attempts at each key`]),
  ];
}

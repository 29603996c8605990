import type { FaultSpec } from '../faults/contract/fault-spec.ts';
import { codeOfStatus, statusesText } from './response-code.ts';

/** The faults that a resolver can carry out, by name. */
export const NAMES_FAULTS: readonly string[] = ['hang', 'delay', 'status'];

/** Why a fault that a resolver takes cannot be carried out as it is; undefined where it can. */
export function namesObjection(spec: FaultSpec): string | undefined {
  if (spec.fault !== 'status') return undefined;
  const { status, ...others } = spec as FaultSpec & { readonly status: number };
  if ('retryAfterMs' in others || 'retryAfterDateMs' in others) return 'an answer of DNS cannot say Retry-After';
  if ('body' in others || 'answerHeaders' in others) return 'an answer of DNS has no body and no headers';
  const code = codeOfStatus(status);
  if (code !== undefined && code !== 'NOERROR') return undefined;
  return `no answer of DNS says status ${status}: give ${statusesText()}`;
}

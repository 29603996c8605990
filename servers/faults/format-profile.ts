import type { FaultSpec, Profile } from './contract/fault-spec.ts';
import { writeText } from './contract/fault-text.ts';
import { faultWords } from './contract/fault-words.ts';
import { requireKind } from './kinds/registry.ts';

/** The text of a profile without faults. */
export const NO_FAULTS = 'none';

/** What joins the faults of a profile that is one text. */
const JOINED = ' + ';

/** Writes one fault in its text form. */
export function formatFault(spec: FaultSpec): string {
  return spec.fault + writeText(requireKind(spec.fault, spec.fault), spec);
}

/** Says one fault in words. */
export function faultInWords(spec: FaultSpec): string {
  return faultWords(requireKind(spec.fault, spec.fault), spec);
}

/**
 * Writes a profile as the text forms of its faults, or `none`.
 *
 * @example
 * ```ts
 * import { formatProfile, parseProfile } from 'flaglab';
 * const profile = parseProfile(['status=418@25%', 'delay=uniform:0.5s..5s']);
 * console.log(formatProfile(profile)); // delay=uniform:500ms..5s + status=418@25%
 * console.log(formatProfile([])); // none
 * ```
 */
export function formatProfile(profile: Profile): string {
  return profile.map(formatFault).join(JOINED) || NO_FAULTS;
}

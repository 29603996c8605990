import { inspect } from 'node:util';
import { FaultSpecError } from '../../lib/errors/fault-spec-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { firstIssue, issueText } from '../../lib/schema/issue-text.ts';
import { schemaOf } from '../../lib/schema/schema-of.ts';
import type { FaultKind } from './contract/fault-kind.ts';
import type { FaultSpec, Profile } from './contract/fault-spec.ts';
import { readText, writtenName } from './contract/fault-text.ts';
import { splitUnquoted } from './contract/quoted-text.ts';
import { NO_FAULTS } from './format-profile.ts';
import { FAULT_KINDS, requireKind } from './kinds/registry.ts';

/** Faults as a person or a program gives them: in text form, or in JSON form with or without the defaults. */
export type GivenFaults = readonly (string | object)[];

type Refused = Parameters<typeof firstIssue>[0];

/** How formatProfile joins faults. */
const JOINT = / \+ /;

/**
 * Reads one fault from its text form, such as `status=418@25%`.
 *
 * @throws FaultSpecError with what was wrong and a correct example.
 */
export function parseFault(text: string): FaultSpec {
  const word = /^[a-z-]*/.exec(text.trim())![0];
  const { kind, head } = begunBy(word, text);
  try {
    const spec = { fault: kind.name, ...readText(kind, head + text.trim().slice(word.length)) };
    return check(kind, spec, (error) => writtenIssue(kind, error));
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new FaultSpecError(`fault "${text}": ${cause.message}; for example ${kind.example}`, { cause });
  }
}

/**
 * Reads a profile: faults in text form or JSON form, in any order, or `none` alone; they are completed with their
 * defaults and put into the order in which they apply.
 *
 * @throws FaultSpecError naming the fault and the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseProfile } from 'flaglab';
 * const [hang, delay] = parseProfile(['delay=20ms', { fault: 'hang' }]);
 * console.log(hang); // { fault: 'hang', rate: 1 }
 * console.log(delay); // { fault: 'delay', duration: { distribution: 'fixed', ms: 20 } }
 * console.log(parseProfile(['none'])); // []
 * ```
 */
export function parseProfile(faults: GivenFaults): Profile {
  if (!Array.isArray(faults))
    throw new FaultSpecError(`faults are a list, such as ['status=503@50%'], not ${inspect(faults)}`);
  const given = faults.filter((fault) => !isNone(fault));
  if (given.length > 0 && given.length < faults.length) {
    throw new FaultSpecError(`"${NO_FAULTS}" stands alone: it cannot be given beside other faults`);
  }
  const specs = given.map((fault) => (typeof fault === 'string' ? parseFault(fault) : checkFault(fault)));
  const order = (spec: FaultSpec) => FAULT_KINDS.findIndex((kind) => kind.name === spec.fault);
  return specs.sort((a, b) => order(a) - order(b));
}

/**
 * Reads a profile from one text, as {@link formatProfile} writes it: faults joined by ` + `, or `none`.
 *
 * @throws FaultSpecError with what was wrong and a correct example.
 */
export function parseProfileText(text: string): Profile {
  return parseProfile(splitUnquoted(text, JOINT).map((fault) => fault.trim()));
}

function isNone(fault: string | object): boolean {
  return typeof fault === 'string' && fault.trim() === NO_FAULTS;
}

function checkFault(spec: object): FaultSpec {
  const name = String((spec as Partial<FaultSpec> | null)?.fault);
  const kind = requireKind(name, JSON.stringify(spec));
  try {
    return check(kind, spec);
  } catch (cause) {
    throw new FaultSpecError(`fault ${JSON.stringify(spec)}: ${messageOf(cause)}`, { cause });
  }
}

/** The kind of a text that begins with a word, and what that word says beside the kind. */
function begunBy(word: string, text: string): { readonly kind: FaultKind; readonly head: string } {
  const other = FAULT_KINDS.find(({ otherWords = {} }) => Object.hasOwn(otherWords, word));
  if (other === undefined) return { kind: requireKind(word, text), head: '' };
  return { kind: other, head: other.otherWords![word]!.slice(other.name.length) };
}

function check(kind: FaultKind, spec: object, textOf: (error: Refused) => string = issueText): FaultSpec {
  const result = schemaOf(kind.schema).safeParse(spec);
  if (result.success) return result.data;
  throw new UsageError(textOf(result.error));
}

/** What is wrong with a fault that was given as text, by the names that fields have there. */
function writtenIssue({ text }: FaultKind, error: Refused): string {
  const { path, words } = firstIssue(error);
  return path.length === 0 ? words : `${writtenName(text, String(path[0]))}: ${words}`;
}

import { nearestName } from '../../../lib/errors/nearest-name.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { FaultSpec } from './fault-spec.ts';
import { quoted, splitUnquoted, unquoted } from './quoted-text.ts';
import type { OptionField, TextForm, WrittenFault } from './text-form.ts';
import { WHERE_OPTIONS } from './where.ts';

/** An option as it was given: its text is undefined where it had no `=`. */
interface GivenOption {
  readonly option: OptionField;
  text: string | undefined;
}

/**
 * Reads what follows a fault's name in the text form (`=…` or `@…`) into the JSON form, which the schema then checks and
 * completes.
 *
 * @throws UsageError when the text has another shape.
 */
export function readText(kind: WrittenFault, text: string): Record<string, unknown> {
  const { head, given } = split(kind.text, text);
  const fields = readHead(kind, head);
  for (const one of given) {
    const { field, isList = false } = one.option;
    fields[field] = isList ? [fields[field] ?? [], readOption(one)].flat() : readOption(one);
  }
  return fields;
}

/** Writes what follows a fault's name in the text form. */
export function writeText(kind: WrittenFault, spec: FaultSpec): string {
  const { head } = kind.text;
  const fieldOf = (field: string) => Reflect.get(spec, field) as never;
  let text = head.map(({ mark, field, value }) => mark + value.write(fieldOf(field))).join('');
  for (const option of optionsOf(kind.text)) {
    const { name, prefix = '', field, value, isAlwaysWritten = false, isList = false } = option;
    if (fieldOf(field) === undefined) continue;
    const fallback = kind.defaults?.[field];
    for (const one of isList ? (fieldOf(field) as unknown[]).map((item) => [item]) : [fieldOf(field)]) {
      const written = prefix + value.write(one as never);
      if (!isAlwaysWritten && fallback !== undefined && written === value.write(fallback as never)) continue;
      text += value.isBare ? `,${name}` : `,${name}=${value.hasCommas ? written : quoted(written)}`;
    }
  }
  return text;
}

/** The options that a fault can be written with: its own, and those of every fault. */
function optionsOf({ options = [] }: TextForm): readonly OptionField[] {
  return [...options, ...WHERE_OPTIONS];
}

/** What a field of the JSON form is called in the text form; the same where it follows the fault's name at once. */
export function writtenName(form: TextForm, field: string): string {
  return optionsOf(form).find((option) => option.field === field)?.name ?? field;
}

/** How an option begins that a text within commas, such as `p99=2s` of a distribution, cannot begin with. */
const LIKE_OPTION = /^[a-z-]+=/i;

/** Splits a text at its commas, but for those within a value: a part that begins no option belongs to the one before. */
function split(form: TextForm, text: string): { head: string; given: readonly GivenOption[] } {
  const { head: fields } = form;
  const options = optionsOf(form);
  let [head = '', ...parts] = splitUnquoted(text, /,/);
  const given: GivenOption[] = [];
  for (const part of parts.map((untrimmed) => untrimmed.trim())) {
    const [, name, value] = /^([^=]*)(?:=(.*))?$/s.exec(part)!;
    const isWrittenSo = ({ name: own, prefix = '' }: OptionField) => own === name && (value ?? '').startsWith(prefix);
    const option = options.findLast(isWrittenSo);
    const before = given.at(-1);
    if (option?.isList !== true && given.some((other) => other.option === option))
      throw new UsageError(`its option ${name} is given twice`);
    if (option !== undefined) given.push({ option, text: value?.trim() });
    else if (LIKE_OPTION.test(part)) throw notAnOption(part, options);
    else if (before?.option.value.hasCommas) before.text += `,${part}`;
    else if (before === undefined && fields.at(-1)?.value.hasCommas) head += `,${part}`;
    else throw notAnOption(part, options);
  }
  return { head, given };
}

function notAnOption(part: string, options: readonly OptionField[]): UsageError {
  const [name = ''] = part.split('=', 1);
  const names = options.map((option) => option.name);
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return new UsageError(`it has no option ${name}, perhaps ${nearest} is meant`);
  const examples = options.flatMap(({ help }) => Object.keys(help)).join(', ');
  return new UsageError(`"${part}" is not one of its options: ${examples}`);
}

function readHead(kind: WrittenFault, text: string): Record<string, unknown> {
  const { needs, head } = kind.text;
  const fields: Record<string, unknown> = {};
  let rest = text;
  for (const [i, { mark, field, value }] of head.entries()) {
    if (rest.startsWith(mark)) {
      const next = head[i + 1] === undefined ? -1 : rest.indexOf(head[i + 1]!.mark);
      const end = next === -1 ? rest.length : next;
      fields[field] = value.read(rest.slice(mark.length, end));
      rest = rest.slice(end);
    } else if (kind.defaults?.[field] === undefined) {
      throw new UsageError(needs);
    }
  }
  if (rest !== '') throw new UsageError(needs);
  return fields;
}

function readOption(given: GivenOption): unknown {
  return given.option.value.read(textOf(given));
}

/** What was given after an option's `=`, or nothing where it takes nothing. */
function textOf({ option: { name, prefix = '', value }, text }: GivenOption): string {
  if (value.isBare) {
    if (text !== undefined) throw new UsageError(`its option ${name} takes no value`);
    return '';
  }
  if (text === undefined || text === '') throw new UsageError(`its option ${name} needs a value`);
  if (text.startsWith('@')) {
    throw new UsageError(
      `its option ${name} reads files on the command line only: put what begins with @ in double quotes`,
    );
  }
  return unquoted(text.slice(prefix.length));
}

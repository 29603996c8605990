import type { TextField, TextHelp, WrittenFault } from './text-form.ts';
import { WHERE_OPTIONS } from './where.ts';

/** What is explained: how a fault is written, and by which other words. */
interface Explained extends WrittenFault {
  readonly otherWords?: Readonly<Record<string, string>>;
}

/** What can be written after any fault's own options to say which requests it applies to, and what that means. */
export function explainWhere(): TextHelp {
  return Object.assign({}, ...WHERE_OPTIONS.map(({ help }) => help));
}

/** What can be written after a fault's name, and what that means; with its defaults. */
export function explainText(kind: Explained): TextHelp {
  const { help, head, options = [] } = kind.text;
  const groups = [
    withDefaults(kind, help, head),
    ...options.map((option) => withDefaults(kind, option.help, [option])),
  ];
  const words = Object.entries(kind.otherWords ?? {}).map(([word, meaning]) => [word, `another word for ${meaning}`]);
  return Object.assign({}, ...groups, Object.fromEntries(words));
}

function withDefaults(kind: WrittenFault, help: TextHelp, fields: readonly TextField[]): TextHelp {
  const defaults = fields.flatMap(({ field, value: { write, sayDefault } }) => {
    const value = kind.defaults?.[field] as never;
    if (value === undefined) return [];
    return { written: write(value), said: sayDefault?.(value) ?? ` (default ${write(value)})` };
  });
  const examples = Object.keys(help);
  return Object.fromEntries(
    Object.entries(help).map(([example, meaning]) => {
      if (examples.length === 1) return [example, meaning + defaults.map(({ said }) => said).join('')];
      const isDefault = defaults.some(({ written }) => example.endsWith(`=${written}`));
      return [example, isDefault ? `${meaning} (default)` : meaning];
    }),
  );
}

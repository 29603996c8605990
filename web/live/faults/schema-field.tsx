import { useId } from 'preact/hooks';
import { DurationInput } from './duration-input.tsx';
import { fieldName, hasUnreadDuration, isDuration, wrongId } from './field-name.ts';
import { LineList, lineIssue } from './line-list.tsx';
import { beginning, beginningOf, type Schema, variantField } from './schema.ts';

interface Edited {
  /** What the field is called in the fault's JSON form. */
  readonly name: string;
  readonly schema: Schema;
  readonly value: unknown;
  readonly isRequired: boolean;
  /** What is wrong with it, as the lab says. */
  readonly wrong?: string | undefined;
  /** An empty text takes the field away, unless it is required. */
  readonly onChange: (value: unknown) => void;
}

/** A field of a fault with what suits its schema: a slider for a share, a duration with its unit, a choice, a text. */
export function SchemaField(edited: Edited) {
  const { name, value } = edited;
  // What a duration's own field says is enough.
  const wrong = hasUnreadDuration(name, value) ? undefined : edited.wrong;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{fieldName(name)}</label>
      <Editor id={id} {...edited} wrong={wrong} />
      {wrong !== undefined && (
        <span id={wrongId(id)} class="wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

function Editor({ id, name, schema, value, isRequired, wrong, onChange }: Edited & { id: string }) {
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  const field = variantField(variants);
  if (field !== undefined)
    return <Variants id={id} variants={variants} field={field} value={value} onChange={onChange} />;
  if (schema.type === 'array' && schema.items?.type === 'object') {
    return <Rows id={id} item={schema.items} value={value} onChange={onChange} />;
  }
  if (schema.type === 'array') {
    const lines = Array.isArray(value) ? (value as readonly string[]) : [];
    return <LineList id={id} lines={lines} isWrong={wrong !== undefined} onChange={onChange} />;
  }
  if (schema.type === 'boolean') {
    return (
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (schema.enum !== undefined) {
    return (
      <select id={id} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)}>
        {!isRequired && <option value="">–</option>}
        {schema.enum.map((option) => (
          <option key={String(option)}>{String(option)}</option>
        ))}
      </select>
    );
  }
  if (isDuration(name))
    return <DurationInput id={id} value={value as number | string | undefined} onChange={onChange} />;
  if (name === 'rate' && schema.maximum === 1) return <Share id={id} share={Number(value ?? 1)} onChange={onChange} />;
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  const isEither = variants.some(({ type }) => type === 'integer');
  return (
    <input
      id={id}
      list={undefined}
      type={isNumber ? 'number' : 'text'}
      step={schema.type === 'integer' ? 1 : 'any'}
      value={value === undefined ? '' : String(value)}
      aria-invalid={wrong !== undefined}
      aria-describedby={wrong === undefined ? undefined : wrongId(id)}
      onInput={(event) => {
        const text = event.currentTarget.value;
        const isNumeric = (isNumber || isEither) && text !== '' && Number.isFinite(Number(text));
        onChange(isNumeric ? Number(text) : text);
      }}
    />
  );
}

function Share({ id, share, onChange }: { id: string; share: number; onChange: (share: number) => void }) {
  const percent = Math.round(share * 1000) / 10;
  return (
    <span class="share">
      <input
        id={id}
        type="range"
        min="0"
        max="100"
        step="1"
        value={percent}
        onInput={(event) => onChange(Number(event.currentTarget.value) / 100)}
      />
      <output for={id}>{percent} %</output>
    </span>
  );
}

/** An object of several kinds: which, and the fields of that one. */
function Variants({
  id,
  variants,
  field,
  value,
  onChange,
}: Pick<Edited, 'value' | 'onChange'> & { id: string; variants: readonly Schema[]; field: string }) {
  const given = value as Record<string, unknown>;
  const kindOf = ({ properties }: Schema) => String(properties?.[field]?.const);
  const chosen = variants.find((variant) => kindOf(variant) === given?.[field]) ?? variants[0]!;
  const choose = (kind: string) => onChange(beginningOf(variants.find((variant) => kindOf(variant) === kind)!));
  return (
    <span class="variants">
      <select id={id} value={kindOf(chosen)} onChange={(event) => choose(event.currentTarget.value)}>
        {variants.map((variant) => (
          <option key={kindOf(variant)}>{kindOf(variant)}</option>
        ))}
      </select>
      <Fields schema={chosen} value={given} isShown={(name) => name !== field} onChange={onChange} />
    </span>
  );
}

/** A list of objects, a row each. */
function Rows({ id, item, value, onChange }: Pick<Edited, 'value' | 'onChange'> & { id: string; item: Schema }) {
  const rows = (value as Record<string, unknown>[] | undefined) ?? [];
  return (
    <span class="rows" id={id}>
      {rows.map((row, i) => (
        <span key={i} class="row">
          <Fields
            schema={item}
            value={row}
            onChange={(changed) => onChange(rows.with(i, changed as Record<string, unknown>))}
          />
          <button type="button" disabled={rows.length === 1} onClick={() => onChange(rows.toSpliced(i, 1))}>
            Remove
          </button>
        </span>
      ))}
      <button type="button" onClick={() => onChange([...rows, beginningOf(item)])}>
        Add a row
      </button>
    </span>
  );
}

/** The fields of an object. */
export function Fields({
  schema: { properties = {}, required = [] },
  value,
  isShown = () => true,
  issues = [],
  onChange,
}: {
  schema: Schema;
  value: Record<string, unknown>;
  /** Which of them; default all. */
  isShown?: (name: string) => boolean;
  issues?: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  onChange: (value: Record<string, unknown>) => void;
}) {
  const issueOf = (name: string) => {
    const found = issues.find(({ path }) => path[0] === name);
    return found && lineIssue(value[name], found.path, found.message);
  };
  return (
    <>
      {Object.entries(properties)
        .filter(([name]) => isShown(name))
        .map(([name, schema]) => (
          <SchemaField
            key={name}
            name={name}
            schema={schema}
            value={value[name] ?? (required.includes(name) ? beginning(name, schema) : schema.default)}
            isRequired={required.includes(name)}
            wrong={issueOf(name)}
            onChange={(changed) => {
              const { [name]: _, ...others } = value;
              // What is needed can be emptied too, to be typed afresh.
              const isGone = changed === '' && !required.includes(name);
              onChange(isGone ? others : { ...others, [name]: changed });
            }}
          />
        ))}
    </>
  );
}

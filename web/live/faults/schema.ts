/** A JSON Schema, as far as faults use it. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The field of an object that says which variant of several it is: the one that is a constant in each. */
export function variantField(variants: readonly Schema[]): string | undefined {
  const [first] = variants;
  return Object.keys(first?.properties ?? {}).find((name) =>
    variants.every(({ properties }) => properties?.[name]?.const !== undefined),
  );
}

/** A value to begin with, where none is given: the default, or the least that is allowed. */
export function beginning(name: string, schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  const [variant] = schema.oneOf ?? schema.anyOf ?? [];
  if (variant !== undefined) return beginning(name, variant);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object') return beginningOf(schema);
  if (schema.type === 'array') return [beginning(name, schema.items ?? {})];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'string') return '';
  return name.endsWith('Ms') || name === 'ms' ? 100 : Math.max(1, schema.minimum ?? 1);
}

/** All fields of an object that must be given, with values to begin with. */
export function beginningOf({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, beginning(name, properties[name] ?? {})]));
}

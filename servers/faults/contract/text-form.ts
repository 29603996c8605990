/** How the value of one field is read from text, and written. */
export interface TextValue<T> {
  /**
   * Reads it, unchecked: the schema has the last word.
   *
   * @throws UsageError when the text has another shape.
   */
  readonly read: (text: string) => unknown;
  /** Writes what `read` reads back. */
  readonly write: (value: T) => string;
  /** What help says of the value that holds when none is given; default ` (default 32)`. */
  readonly sayDefault?: (value: T) => string;
  /** Whether its text may hold commas: what begins no option belongs to it then; default false. */
  readonly hasCommas?: boolean;
  /** Whether an option says it by its name alone, without `=`; default false. */
  readonly isBare?: boolean;
}

/** A field of the JSON form, and how its value is written. */
export interface TextField<Field = string, T = never> {
  readonly field: Field;
  readonly value: TextValue<T>;
}

/** Any field of a spec, with a value that suits it. */
export type FieldOf<Spec> = {
  [Field in keyof Spec]-?: TextField<Field, NonNullable<Spec[Field]>>;
}[keyof Spec];

/** Examples of what can be written, with what they mean; the defaults are not among it, they are the fault's. */
export type TextHelp = Readonly<Record<string, string>>;

/** A field that follows the fault's name at once, behind its mark. */
export type HeadField<Field = TextField> = Field & { readonly mark: '=' | '@' };

/** A field that is written as an option: `queue=32`. */
export type OptionField<Field = TextField> = Field & {
  readonly name: string;
  /** What its text begins with, where several options have that name. */
  readonly prefix?: string;
  /** Whether the field is a list, which is written as one option for each. */
  readonly isList?: boolean;
  readonly help: TextHelp;
  /** Whether it is written though it has its default; default false. */
  readonly isAlwaysWritten?: boolean;
};

/**
 * How the fields of a fault make its text form: `name=value@share,option=value`. What may be left out, and what holds
 * then, its defaults say.
 */
export interface TextForm<Field = TextField> {
  /** What is told to someone who wrote something else after the name. */
  readonly needs: string;
  readonly head: readonly HeadField<Field>[];
  readonly help: TextHelp;
  readonly options?: readonly OptionField<Field>[];
}

/** What the text of a fault is read and written by. */
export interface WrittenFault {
  readonly text: TextForm;
  /** What a field is where it is not given; absent for one that must be given, or may be absent for good. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

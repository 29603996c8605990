/** The longest name that a run can have. */
export const MAX_RUN_NAME_LENGTH = 64;

/** Browsers take `.` and `..` out of an address. */
const NAME = new RegExp(`^(?!\\.+$)[\\w.~-]{1,${MAX_RUN_NAME_LENGTH}}$`);

/** What the name of a run is, where it stands in an address or is given to the lab. */
export const RUN_NAME = `1 to ${MAX_RUN_NAME_LENGTH} letters from a to z, digits, dots, hyphens, tildes or underscores, and not dots alone`;

/** What is said of a request whose run has no such name. */
export const RUN_NAME_OBJECTION = `The name of a run is ${RUN_NAME}.`;

/** What is said where a run was to be called so and cannot be. */
export function notARunName(name: string): string {
  return `"${name}" is not a name of a run: give ${RUN_NAME}`;
}

/** Whether a run can be called so. */
export function isRunName(name: string): boolean {
  return NAME.test(name);
}

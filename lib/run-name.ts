/** The longest name that a run can have. */
export const MAX_RUN_NAME_LENGTH = 64;

const NAME = new RegExp(`^[\\w.~-]{1,${MAX_RUN_NAME_LENGTH}}$`);

/** What the name of a run is, where it stands in an address or is given to the lab. */
export const RUN_NAME = `1 to ${MAX_RUN_NAME_LENGTH} letters, digits, dots, hyphens, tildes or underscores`;

/** Whether a run can be called so. */
export function isRunName(name: string): boolean {
  return NAME.test(name);
}

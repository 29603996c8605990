/** The oldest Node that the lab runs on. */
const NEEDED_MAJOR = 24;

/** Why this Node is too old, in one line; undefined where it is not. */
export function tooOld() {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return undefined;
  return `flaglab needs Node ${NEEDED_MAJOR} or later; this is ${process.version} (${process.execPath}).`;
}

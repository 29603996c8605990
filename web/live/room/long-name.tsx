/** So much of a long name is shown whatever there is place for: a class has many names that begin alike. */
const TAIL = 6;

/** A name: where it is too long for its place, without what is before its end. */
export function LongName({ name }: { name: string }) {
  const characters = [...name];
  if (characters.length <= 2 * TAIL) return name;
  return (
    <span class="long-name">
      <span>{characters.slice(0, -TAIL).join('')}</span>
      <span>{characters.slice(-TAIL).join('')}</span>
    </span>
  );
}

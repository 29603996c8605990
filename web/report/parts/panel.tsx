import type { ComponentChildren } from 'preact';

/** One chart of several, with its title. */
export function Panel({
  title,
  children,
}: {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <figure class="panel">
      <figcaption>{title}</figcaption>
      {children}
    </figure>
  );
}

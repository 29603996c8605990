import type { ComponentChildren } from 'preact';

/** What stands where there is nothing to draw: why, and what to run. */
export function EmptyNote({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

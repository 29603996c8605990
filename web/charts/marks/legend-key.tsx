import type { ComponentChildren } from 'preact';

/** One more entry of a legend. */
export interface LegendKeyProps {
  readonly text: string;
  /** How wide the drawing is, in pixels; default 28. Its height is 18. */
  readonly width?: number;
  /** The drawing, in SVG. */
  readonly children: ComponentChildren;
}

/** A little drawing and what it means. */
export function LegendKey({ text, width = 28, children }: LegendKeyProps) {
  return (
    <li>
      <svg class="mark" viewBox={`0 0 ${width} 18`} width={width} height="18" aria-hidden="true">
        {children}
      </svg>{' '}
      {text}
    </li>
  );
}

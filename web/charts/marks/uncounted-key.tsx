import { LegendKey } from './legend-key.tsx';

/** What it means that a point of a curve is hollow and crossed out. */
export function UncountedKey() {
  return (
    <LegendKey text="some were refused, or no speed is given: does not count" width={20}>
      <g fill="none" stroke="currentColor" stroke-width="2">
        <circle cx="10" cy="9" r="5.5" />
        <path d="M4,3L16,15M16,3L4,15" />
      </g>
    </LegendKey>
  );
}

import { durationText } from '../../charts/plot/duration-text.ts';
import type { FaultPreview } from './use-preview.ts';

const WIDTH = 320;
const HEIGHT = 60;
const BINS = 40;

/** What a fault would do, in words and, where it holds requests for different times, as a picture of how often it does for how long. */
export function FaultPreviewText({ preview }: { preview: FaultPreview | undefined }) {
  if (preview?.text === undefined) return null;
  const { text, touchedShare, heldMs = [] } = preview;
  return (
    <div class="preview">
      <p>
        <code>{text}</code>
      </p>
      <p>
        {touchedShare === undefined
          ? 'Which requests it touches depends on the others of the moment'
          : `Of 100 requests it touches ${(touchedShare * 100).toFixed(0)}`}
        {heldText(heldMs)}.
      </p>
      {isSpread(heldMs) && <Histogram heldMs={heldMs} />}
    </div>
  );
}

function isSpread(heldMs: readonly number[]): boolean {
  return heldMs.length > 0 && heldMs[0] !== heldMs.at(-1);
}

function heldText(heldMs: readonly number[]): string {
  const at = (share: number) => heldMs[Math.floor(share * (heldMs.length - 1))] ?? 0;
  if (at(1) === 0) return '';
  if (!isSpread(heldMs)) return `, and holds each for ${durationText(at(1))}`;
  return `; half of all requests are held up to ${durationText(at(0.5))}, 95 of 100 up to ${durationText(at(0.95))}, the longest ${durationText(at(1))}`;
}

/** How many requests are held for how long. */
function Histogram({ heldMs }: { heldMs: readonly number[] }) {
  const longest = heldMs.at(-1)!;
  const counts = new Array<number>(BINS).fill(0);
  for (const ms of heldMs) counts[Math.min(BINS - 1, Math.floor((ms / longest) * BINS))]! += 1;
  const most = Math.max(...counts);
  return (
    <svg
      class="histogram"
      width={WIDTH}
      height={HEIGHT + 18}
      role="img"
      aria-label={`How long requests are held, from 0 to ${durationText(longest)}`}
    >
      {counts.map((count, i) => (
        <rect
          key={i}
          x={(i * WIDTH) / BINS}
          y={HEIGHT - (count / most) * HEIGHT}
          width={WIDTH / BINS - 1}
          height={(count / most) * HEIGHT}
        />
      ))}
      <text x="0" y={HEIGHT + 14}>
        0
      </text>
      <text x={WIDTH} y={HEIGHT + 14} text-anchor="end">
        {durationText(longest)}
      </text>
    </svg>
  );
}

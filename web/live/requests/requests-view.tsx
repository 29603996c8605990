import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import { counted } from '../../../lib/units/counted.ts';
import { NothingYet } from '../lab/nothing-yet.tsx';
import type { ShownName } from '../lab/shown-name.ts';
import { AgentTable } from './agent-table.tsx';
import { RequestDetails } from './request-details.tsx';
import { PARTS, type Part } from './segments.ts';
import { countOfAll, isChoice, type ShownRequests, WINDOWS_S } from './shown-requests.ts';
import { Waterfall } from './waterfall.tsx';

/** The last requests of a server as they come and end; what changes of the lab beside them does not draw them anew. */
export const RequestsView = memo(function RequestsView({
  label,
  url,
  isRoom,
  requests,
  shownRun,
  onClear,
}: {
  label: string;
  /** Where the server is asked. */
  url: string;
  isRoom: boolean;
  requests: ShownRequests;
  /** How the name of a run is shown. */
  shownRun: ShownName;
  onClear: () => void;
}) {
  const [windowSeconds, setWindow] = useState(10);
  const [paused, setPaused] = useState<{ readonly requests: ShownRequests; readonly atMs: number }>();
  const [picked, setPicked] = useState<number>();
  const shown = paused?.requests ?? requests;
  const bar = shown.bars.find(({ record }) => record.seq === picked);
  const pause = () => setPaused(paused ? undefined : { requests, atMs: performance.now() - requests.aheadMs });
  return (
    <section aria-label="Requests">
      <p class="tools">
        <button type="button" aria-pressed={paused !== undefined} onClick={pause}>
          {paused === undefined ? 'Pause' : 'Go on'}
        </button>
        <button type="button" onClick={onClear}>
          Clear
        </button>
        <label>
          show the last{' '}
          <select value={windowSeconds} onChange={(event) => setWindow(Number(event.currentTarget.value))}>
            {WINDOWS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} s
              </option>
            ))}
          </select>
        </label>
        <span role="status">{countText(shown)}</span>
      </p>
      <ul class="legend">
        {(Object.keys(PARTS) as Part[]).map((part) => (
          <li key={part}>
            <span class={`swatch part-${part}`} /> {PARTS[part]}
          </li>
        ))}
        <li>
          <span class="failure">✕</span> an error, with its status; without room for that, the bar ends in a point
        </li>
      </ul>
      {shown.bars.length === 0 && <NothingYet label={label} url={url} isRoom={isRoom} />}
      <AgentTable bars={shown.bars} />
      <Waterfall
        requests={shown}
        windowMs={windowSeconds * 1000}
        pausedMs={paused?.atMs}
        picked={picked}
        onPick={setPicked}
      />
      <RequestDetails bar={bar} shownRun={shownRun} />
    </section>
  );
});

/** Of all that time, and not of the part of it that is seen, which goes on. */
function countText(shown: ShownRequests): string {
  const all = countOfAll(shown);
  const kept = shown.bars.length;
  const since = shown.fromSeq > 0 ? 'since you cleared' : 'since the run began';
  if (kept >= all) return `${counted(all, 'request')} ${since}`;
  const which = isChoice(shown)
    ? 'a choice of them, spread over the time, so that fewer lie side by side than were in flight'
    : 'the others are too long ago';
  return `${written(kept)} of ${written(all)} requests ${since} are shown: ${which}`;
}

function written(count: number): string {
  return count.toLocaleString('en');
}

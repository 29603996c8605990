import type { RequestRecord } from '../../../lib/request-record.ts';
import { counted } from '../../../lib/units/counted.ts';
import { durationText } from '../../charts/plot/duration-text.ts';
import type { ShownName } from '../lab/shown-name.ts';
import { failureOf, PARTS, type Segment, segmentsOf } from './segments.ts';
import type { Bar } from './shown-requests.ts';

/** All that is known of one request. */
export function RequestDetails({ bar, shownRun }: { bar: Bar | undefined; shownRun: ShownName }) {
  // What comes to stand here is read out, too.
  return (
    <div class="details" aria-live="polite">
      {bar === undefined ? (
        <p>Point at a bar, or walk from one to the next with the arrow keys, to read what became of that request.</p>
      ) : (
        <Known bar={bar} shownRun={shownRun} />
      )}
    </div>
  );
}

function Known({ bar, shownRun }: { bar: Bar; shownRun: ShownName }) {
  const { record } = bar;
  const { key, attempt, run, agent, faults, connection, bytes, hidden } = record;
  const rows = [
    ['attempt', `${attempt}`],
    ...(run === undefined ? [] : [['run', shownRun(run)]]),
    ...(agent === undefined ? [] : [['agent', agent]]),
    ['answer', `${answerText(record)}, ${counted(bytes, 'byte')}`],
    ['faults', hidden ? 'hidden' : faults.length === 0 ? 'none' : faults.join(', ')],
    ['connection', `${connection}`],
    ['time', segmentsOf(bar).map(segmentText).join('; ')],
  ];
  return (
    <dl>
      <div>
        <dt>request</dt>
        <dd>
          <code>{key}</code>
        </dd>
      </div>
      {rows.map(([what, text]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Its status, and how it failed where the status does not say that. */
function answerText(record: RequestRecord): string {
  const status = `${record.status ?? 'none'}`;
  const failure = failureOf(record) ?? status;
  return failure === status ? status : `${status} (${failure})`;
}

function segmentText({ part, fromMs, toMs }: Segment): string {
  const took = Number.isFinite(toMs) ? durationText(toMs - fromMs) : 'still';
  return `${PARTS[part]}: ${took}`;
}

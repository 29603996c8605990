import { durationText } from '../../charts/plot/duration-text.ts';
import { failureOf, PARTS, type Segment, segmentsOf } from './segments.ts';
import type { Bar } from './shown-requests.ts';

/** All that is known of one request. */
export function RequestDetails({ bar }: { bar: Bar | undefined }) {
  if (bar === undefined) return <p class="details">Point at a bar to read what became of that request.</p>;
  const { record } = bar;
  const { key, attempt, run, agent, status, faults, connection, bytes, hidden } = record;
  const rows = [
    ['attempt', `${attempt}`],
    ...(run === undefined ? [] : [['run', run]]),
    ...(agent === undefined ? [] : [['agent', agent]]),
    [
      'answer',
      `${status ?? 'none'}${failureOf(record) === undefined ? '' : ` (${failureOf(record)})`}, ${bytes} bytes`,
    ],
    ['faults', hidden ? 'hidden' : faults.length === 0 ? 'none' : faults.join(', ')],
    ['connection', `${connection}`],
    ['time', segmentsOf(bar).map(segmentText).join(', ')],
  ];
  return (
    <dl class="details">
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

function segmentText({ part, fromMs, toMs }: Segment): string {
  const took = Number.isFinite(toMs) ? durationText(toMs - fromMs) : 'still';
  return `${took} ${PARTS[part]}`;
}

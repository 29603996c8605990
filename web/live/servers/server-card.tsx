import type { ToldFigures } from '../../../servers/control/servers-source.ts';
import { Breakable } from '../lab/breakable.tsx';
import { useMayChange } from '../lab/may-change.ts';
import type { WatchedServer } from '../lab/use-lab.ts';
import { hrefOf } from '../lab/use-route.ts';
import { FaultWords } from './fault-words.tsx';
import { answeredWell, isError, levels, rates, withPeaks } from './series.ts';
import { Sparkline } from './sparkline.tsx';

interface Shown {
  readonly name: string;
  /** A value of it in words. */
  readonly text: (value: number) => string;
  /** What it is now. */
  readonly value: number;
  readonly points: Parameters<typeof Sparkline>[0]['points'];
}

/** A running server: what is going on there now and in the last minute, and what it does to requests. */
export function ServerCard({ server: { now, samples }, nowMs }: { server: WatchedServer; nowMs: number }) {
  const { label, url, enabled, peakInFlight } = now;
  const mayChange = useMayChange() !== false;
  const level = (name: string, figure: (figures: ToldFigures) => number, seen = samples): Shown => ({
    name,
    text: String,
    value: figure(now),
    points: levels(seen, figure, nowMs),
  });
  const answered = rates(samples, answeredWell, nowMs);
  const errors = Object.keys(now.statuses)
    .filter(isError)
    .map((status) => ({ status, points: rates(samples, ({ statuses }) => statuses[status] ?? 0, nowMs) }))
    .filter(({ points }) => points.some(({ value }) => value > 0));
  // Those that all servers have come first, so that they stand in one line on cards beside each other.
  const shown: Shown[] = [
    // Some turn out later to have been given up before others came: there were no more at once than the most there were.
    level(
      'in flight',
      ({ inFlight, runs }) =>
        runs === now.runs && peakInFlight !== undefined ? Math.min(inFlight, peakInFlight) : inFlight,
      withPeaks(samples),
    ),
    { name: 'answered', text: perSecond, value: last(answered), points: answered },
    level('connections', ({ connections }) => connections),
    ...(now.queued === undefined ? [] : [level('queued', ({ queued = 0 }) => queued)]),
    ...errors.map(({ status, points }) => ({ name: errorName(status), text: perSecond, value: last(points), points })),
  ];
  return (
    <article class="card" aria-labelledby={`card-${label}`} data-label={label}>
      <div class="part">
        <header>
          <h2 id={`card-${label}`}>{label}</h2>
          {!enabled && <strong class="off">switched off</strong>}
          <code class="url">
            <Breakable text={url} />
          </code>
        </header>
      </div>
      <div class="part">
        <p class="peak">
          <b>{peakInFlight ?? '–'}</b>{' '}
          <span>at most in flight at once{peakInFlight === undefined && ': too quick to see'}</span>
        </p>
      </div>
      <div class="part">
        <dl class="figures">
          {shown.map(({ name, text, value, points }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span class="value">{text(value)}</span>
                <Sparkline name={name} text={text} points={points} nowMs={nowMs} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div class="part">
        <FaultWords server={now} />
      </div>
      <div class="part">
        <nav aria-label={label}>
          <a href={hrefOf('requests', label)}>Requests</a>
          {mayChange && <a href={hrefOf('faults', label)}>Change faults</a>}
        </nav>
      </div>
    </article>
  );
}

function last(points: Shown['points']): number {
  return points.at(-1)?.value ?? 0;
}

function perSecond(value: number): string {
  return `${value.toLocaleString('en', { maximumFractionDigits: 0 })}/s`;
}

function errorName(status: string): string {
  return status === 'none' ? 'no answer' : `status ${status}`;
}

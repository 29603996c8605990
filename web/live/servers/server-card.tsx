import type { FaultKindState } from '../faults/fault-kinds.ts';
import { Breakable } from '../lab/breakable.tsx';
import type { WatchedServer } from '../lab/use-lab.ts';
import { hrefOf } from '../lab/use-route.ts';
import { FaultWords } from './fault-words.tsx';
import { answeredWell, isError, levels, rates } from './series.ts';
import { Sparkline } from './sparkline.tsx';

interface Shown {
  readonly name: string;
  readonly text: string;
  readonly points: Parameters<typeof Sparkline>[0]['points'];
}

/** A running server: what is going on there now and in the last minute, and what it does to requests. */
export function ServerCard({
  server: { now, samples },
  kinds,
  nowMs,
}: {
  server: WatchedServer;
  kinds: readonly FaultKindState[];
  nowMs: number;
}) {
  const { label, url, enabled, faults, inFlight, peakInFlight, queued, connections } = now;
  const answered = rates(samples, answeredWell, nowMs);
  const errors = Object.keys(now.statuses)
    .filter(isError)
    .map((status) => ({ status, points: rates(samples, ({ statuses }) => statuses[status] ?? 0, nowMs) }))
    .filter(({ points }) => points.some(({ value }) => value > 0));
  const shown: Shown[] = [
    { name: 'in flight', text: `${inFlight}`, points: levels(samples, (figures) => figures.inFlight, nowMs) },
    ...(queued === undefined
      ? []
      : [{ name: 'queued', text: `${queued}`, points: levels(samples, (figures) => figures.queued ?? 0, nowMs) }]),
    { name: 'answered', text: perSecond(answered), points: answered },
    ...errors.map(({ status, points }) => ({ name: errorName(status), text: perSecond(points), points })),
    { name: 'connections', text: `${connections}`, points: levels(samples, (figures) => figures.connections, nowMs) },
  ];
  return (
    <article class="card" aria-labelledby={`card-${label}`} data-label={label}>
      <header>
        <h2 id={`card-${label}`}>{label}</h2>
        <code class="url">
          <Breakable text={url} />
        </code>
        {!enabled && <strong class="off">switched off</strong>}
      </header>
      <p class="peak">
        <b>{peakInFlight}</b> at most in flight at once
      </p>
      <dl class="figures">
        {shown.map(({ name, text, points }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span class="value">{text}</span>
              <Sparkline points={points} nowMs={nowMs} />
            </dd>
          </div>
        ))}
      </dl>
      <FaultWords faults={faults} isHidden={now.hidden === true} kinds={kinds} />
      <nav aria-label={label}>
        <a href={hrefOf('requests', label)}>Requests</a> <a href={hrefOf('faults', label)}>Change faults</a>
      </nav>
    </article>
  );
}

function perSecond(points: Shown['points']): string {
  const { value = 0 } = points.at(-1) ?? {};
  return `${value.toLocaleString('en', { maximumFractionDigits: 0 })}/s`;
}

function errorName(status: string): string {
  return status === 'none' ? 'no answer' : `status ${status}`;
}

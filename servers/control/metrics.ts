import type { RunningServer } from '../lab/running-server.ts';
import { BUCKET_ENDS_SECONDS, type Totals } from '../records/memory/totals.ts';

/** A family of samples in Prometheus' text format. */
interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: (totals: Totals) => readonly Sample[];
}

/** One number of a server: what stands after the family's name, the labels beside `server`, and the value. */
interface Sample {
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const FAMILIES: readonly Family[] = [
  {
    name: 'flaglab_requests_total',
    type: 'counter',
    help: 'Requests that have ended, by the status of their answer; none where no answer had begun.',
    samples: ({ statuses }) => counts(statuses, 'status'),
  },
  {
    name: 'flaglab_faults_total',
    type: 'counter',
    help: 'Requests that a fault has touched, by its name.',
    samples: ({ faults }) => counts(faults, 'fault'),
  },
  {
    name: 'flaglab_requests_in_flight',
    type: 'gauge',
    help: 'Requests that have come and not ended.',
    samples: ({ inFlight }) => [{ value: inFlight }],
  },
  {
    name: 'flaglab_request_duration_seconds',
    type: 'histogram',
    help: 'Time from the arrival of a request to its end, as its server saw it.',
    samples: ({ durationBuckets, durationSumSeconds, ended }) => [
      ...durationBuckets.map((value, i) => bucket(String(BUCKET_ENDS_SECONDS[i]), value)),
      bucket('+Inf', ended),
      { suffix: '_sum', value: durationSumSeconds },
      { suffix: '_count', value: ended },
    ],
  },
];

/**
 * What servers have counted since their start, in Prometheus' text format, version 0.0.4.
 *
 * @param tellsFaults whether it is told which faults have touched the requests of a server
 */
export async function metricsText(
  servers: readonly RunningServer[],
  tellsFaults: (server: RunningServer) => boolean,
): Promise<string> {
  const counted = await Promise.all(
    servers.map(async (server) => {
      const totals = await server.totals();
      return [server.label, tellsFaults(server) ? totals : { ...totals, faults: {} }] as const;
    }),
  );
  return FAMILIES.map(({ name, type, help, samples }) => {
    const lines = counted.flatMap(([server, totals]) =>
      samples(totals).map(({ suffix = '', labels = {}, value }) => {
        // Labels of servers, names of faults and statuses hold nothing that would have to be escaped.
        const all = Object.entries({ server, ...labels }).map(([label, text]) => `${label}="${text}"`);
        return `${name}${suffix}{${all.join(',')}} ${value}\n`;
      }),
    );
    return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
  }).join('');
}

function counts(byName: Readonly<Record<string, number>>, label: string): Sample[] {
  return Object.entries(byName).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

function bucket(end: string, value: number): Sample {
  return { suffix: '_bucket', labels: { le: end }, value };
}

import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { RunningServer } from '../lab/running-server.ts';
import type { Verdict } from '../records/verdict.ts';
import type { Run } from './schemas.ts';

/** How many stopped runs are remembered, with their records. */
const MAX_RUNS = 20;

interface KeptRun {
  readonly id: string;
  readonly servers: readonly RunningServer[];
  stopped: { readonly verdicts: readonly Verdict[]; readonly records: readonly RequestRecord[] } | undefined;
}

/** The runs of a lab's servers. A server has one run at a time: starting one stops the run that it was in. */
export class Runs {
  readonly #runs = new Map<string, KeptRun>();
  #count = 0;

  /** Starts a run: attempts, records, limits and schedules of these servers start afresh. */
  async start(servers: readonly RunningServer[]): Promise<Run> {
    for (const run of this.#runs.values()) {
      if (run.stopped === undefined && run.servers.some((server) => servers.includes(server))) await this.stop(run.id);
    }
    await Promise.all(servers.map((server) => server.reset()));
    const run: KeptRun = { id: `run-${++this.#count}`, servers, stopped: undefined };
    this.#runs.set(run.id, run);
    if (this.#runs.size > MAX_RUNS) this.#runs.delete(this.#runs.keys().next().value!);
    return describe(run);
  }

  /** Ends a run and judges it. Stopping it again changes nothing. */
  async stop(id: string): Promise<Run> {
    const run = this.#run(id);
    run.stopped ??= {
      verdicts: await Promise.all(run.servers.map((server) => server.verdict())),
      records: (await Promise.all(run.servers.map((server) => server.records()))).flat(),
    };
    return describe(run);
  }

  /** @throws NotFoundError */
  get(id: string): Run {
    return describe(this.#run(id));
  }

  /** The requests of a run, those so far while it goes on. */
  async records(id: string): Promise<readonly RequestRecord[]> {
    const { servers, stopped } = this.#run(id);
    return stopped?.records ?? (await Promise.all(servers.map((server) => server.records()))).flat();
  }

  #run(id: string): KeptRun {
    const run = this.#runs.get(id);
    if (run === undefined) throw new NotFoundError(`there is no run "${id}", or it has been forgotten`);
    return run;
  }
}

function describe({ id, servers, stopped }: KeptRun): Run {
  return {
    id,
    servers: servers.map(({ label }) => label),
    state: stopped === undefined ? 'running' : 'stopped',
    verdicts: [...(stopped?.verdicts ?? [])],
  };
}

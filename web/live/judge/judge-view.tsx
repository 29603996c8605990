import { useEffect, useRef, useState } from 'preact/hooks';
import { joinedServer } from '../../../servers/control/room/joined-server.ts';
import type { Run } from '../../../servers/control/runs/run-schemas.ts';
import { ask, textOf } from '../lab/api.ts';
import { Command } from '../lab/command.tsx';
import { ForWhoLeads } from '../lab/for-who-leads.tsx';
import { getCommand } from '../lab/get-command.ts';
import { useMayChange } from '../lab/may-change.ts';
import type { WatchedServer } from '../lab/use-lab.ts';
import { VerdictText } from './verdict-text.tsx';

/**
 * Has the servers watch whatever client is started meanwhile, and says afterwards what they saw of it.
 *
 * @param run the one that goes on, or was judged last; it outlives this view, for who watches looks at others meanwhile
 */
export function JudgeView({
  lab,
  servers,
  run,
  setRun,
  isRoom,
}: {
  /** What tells the lab from one that ran before at the same address; undefined before it has been reached. */
  lab: string | undefined;
  servers: readonly WatchedServer[];
  run: Run | undefined;
  setRun: (run: Run | undefined) => void;
  isRoom: boolean;
}) {
  const [said, setSaid] = useState('');
  const latest = useRef(run);
  latest.current = run;
  /** Shows the run that goes on, by whomever it was begun, and of one that does not go on any more what came of it. */
  const find = async (): Promise<void> => {
    const { runs } = await ask<{ readonly runs: readonly Run[] }>('GET', '/api/runs');
    const known = latest.current;
    const ongoing = runs.find(({ name }) => name === undefined);
    if (ongoing !== undefined && ongoing.id !== known?.id) {
      setRun(ongoing);
      setSaid('The servers watch already: press when the client is done.');
    }
    if (ongoing !== undefined || known?.state !== 'running') return;
    try {
      setRun(await ask<Run>('GET', `/api/runs/${known.id}`));
    } catch {
      setRun(undefined);
      setSaid('That run is lost: the lab was started again.');
    }
  };
  // It may have been begun before this page was loaded, or by another; a lab that was started again knows of none.
  const begun = servers.map(({ now }) => now.runs).join();
  useEffect(() => void find().catch(() => {}), [lab, begun]);
  const send = async (what: Promise<Run>) => {
    try {
      setRun(await what);
      setSaid('');
    } catch (error) {
      setSaid(textOf(error));
      await find().catch(() => {});
    }
  };
  const isRunning = run?.state === 'running';
  const newcomers = joinedServer(servers.map(({ now }) => now));
  const mayChange = useMayChange() === true;
  return (
    <section class="judge" aria-label="Judge a client">
      <p class="tools">
        {isRunning ? (
          <button type="button" class="main" onClick={() => void send(ask('POST', `/api/runs/${run.id}/stop`))}>
            Stop and judge
          </button>
        ) : (
          <button
            type="button"
            class="main"
            disabled={!mayChange}
            onClick={() => void send(ask('POST', '/api/runs', {}))}
          >
            Watch my client
          </button>
        )}
        <span role="status">{said}</span>
      </p>
      <ForWhoLeads what="Having the servers watch" />
      {run === undefined && mayChange && (
        <p>
          Press the button, start your client against one of the servers, and press again when it is done.
          {newcomers !== undefined && (
            <>
              {' '}
              A client to try: <Command text={getCommand(newcomers, isRoom)} />
            </>
          )}
        </p>
      )}
      {isRunning && <Arriving servers={servers} />}
      {run?.state === 'stopped' && <Verdicts run={run} />}
    </section>
  );
}

/** What has come so far. */
function Arriving({ servers }: { servers: readonly WatchedServer[] }) {
  return (
    <table class="arriving">
      <caption>What has come so far</caption>
      <thead>
        <tr>
          <th scope="col">server</th>
          <th scope="col">requests</th>
          <th scope="col">ok</th>
          <th scope="col">in flight</th>
          <th scope="col">at most</th>
          <th scope="col">connections</th>
        </tr>
      </thead>
      <tbody>
        {servers.map(({ now: { label, requests, ok, inFlight, peakInFlight, connections } }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {[requests, ok, inFlight, peakInFlight, connections].map((value, i) => (
              <td key={i}>{value ?? '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Verdicts({ run: { verdicts, cuts } }: { run: Run }) {
  const seen = verdicts.filter(({ requests }) => requests > 0);
  return (
    <>
      {cuts.map((cut) => (
        <p key={cut} class="doubt">
          {cut}
        </p>
      ))}
      {seen.length === 0 && <p class="empty">No request came: was the client started against one of these servers?</p>}
      {seen.map((verdict) => (
        <VerdictText key={`${verdict.label} ${verdict.run}`} verdict={verdict} />
      ))}
    </>
  );
}

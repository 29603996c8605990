import { useState } from 'preact/hooks';
import type { ExperimentOrder, ExperimentsState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { useMayChange } from '../lab/may-change.ts';

const KINDS = {
  race: 'Race: who is done first',
  sweep: 'Sweep: what more in flight gains',
  tune: 'Tune: find the best m',
} as const;

type Kind = keyof typeof KINDS;

/** Who races where nothing else was chosen: one after another against many at once. */
const FIRST_CLIENTS = ['sequential', 'async'];

/** What is to be measured: of what kind, on which server, with how many flags, and who takes part. */
export function OrderForm({
  choices,
  isRunning,
  onStart,
}: {
  choices: ExperimentsState;
  isRunning: boolean;
  onStart: (order: ExperimentOrder) => void;
}) {
  const [kind, setKind] = useState<Kind>('race');
  const [server, setServer] = useState(choices.servers.find(({ faults }) => faults !== 'none')?.label ?? '');
  const [chosenFlags, setFlags] = useState<string>();
  // A level of twenty flags is over too soon to tell anything.
  const flags = chosenFlags ?? (kind === 'sweep' ? 'all' : '');
  const [timeScale, setTimeScale] = useState('');
  const [m, setM] = useState('');
  const [clients, setClients] = useState<readonly string[]>(FIRST_CLIENTS);
  const mayChange = useMayChange() === true;
  const isOne = kind === 'tune';
  // Only the lab's own can be tuned.
  const names = [...choices.strategies, ...(isOne ? [] : choices.clients)].map(({ name }) => name);
  const chosen = isOne ? clients.filter((name) => names.includes(name)).slice(-1) : clients;
  const start = (event: Event) => {
    event.preventDefault();
    const common = {
      server,
      clients: [...chosen],
      ...(/^\d+$/.test(flags) && { limit: Number(flags) }),
      ...(timeScale !== '' && { timeScale: Number(timeScale) }),
    };
    const all = flags === '' ? {} : { all: true };
    if (kind === 'race') onStart({ kind, ...common, ...all, ...(m !== '' && { m: Number(m) }) });
    else if (kind === 'sweep') onStart({ kind, ...common, ...all });
    else onStart({ kind, ...common });
  };
  return (
    <form class="order" onSubmit={start}>
      <p class="tools">
        <label>
          What{' '}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
            {Object.entries(KINDS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label>
          on{' '}
          <select value={server} onChange={(event) => setServer(event.currentTarget.value)}>
            {choices.servers.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          with{' '}
          <select value={flags} onChange={(event) => setFlags(event.currentTarget.value)}>
            <option value="">20 flags</option>
            <option value="60">60 flags</option>
            <option value="all">all 194 flags</option>
          </select>
        </label>
        {kind !== 'tune' && (
          <label>
            time{' '}
            <select value={timeScale} onChange={(event) => setTimeScale(event.currentTarget.value)}>
              <option value="">ten times faster</option>
              <option value="1">as it is</option>
            </select>
          </label>
        )}
        {kind === 'race' && (
          <label>
            in flight{' '}
            <input
              type="number"
              min="1"
              list={undefined}
              value={m}
              placeholder={`${choices.m}`}
              onInput={(event) => setM(event.currentTarget.value)}
            />
          </label>
        )}
      </p>
      <fieldset class="who">
        <legend>{isOne ? 'Who is tuned' : 'Who takes part'}</legend>
        {names.map((name) => (
          <label key={name}>
            <input
              type={isOne ? 'radio' : 'checkbox'}
              name="client"
              checked={chosen.includes(name)}
              onChange={(event) =>
                setClients(
                  event.currentTarget.checked
                    ? [...clients.filter((other) => other !== name), name]
                    : clients.filter((other) => other !== name),
                )
              }
            />{' '}
            {name}
          </label>
        ))}
      </fieldset>
      <p class="tools">
        <button type="submit" class="main" disabled={!mayChange || isRunning || chosen.length === 0}>
          Start
        </button>
      </p>
    </form>
  );
}

import type { ExperimentOrder, ExperimentsState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { useMayChange } from '../lab/may-change.ts';
import { type OrderChoices, serverOf } from './order-choices.ts';

const KINDS = {
  race: 'Race: who is done first',
  sweep: 'Sweep: what more in flight gains',
  tune: 'Tune: find the best m',
} as const;

/** So many flags a race has where nothing is said. */
const FEW = 20;

/** What is to be measured: of what kind, on which server, with how many flags, and who takes part. */
export function OrderForm({
  choices,
  chosen: given,
  onChoose,
  isRunning,
  onStart,
}: {
  choices: ExperimentsState;
  /** What has been chosen so far; it outlives this form, for who waits looks at other views meanwhile. */
  chosen: OrderChoices;
  onChoose: (chosen: OrderChoices) => void;
  isRunning: boolean;
  onStart: (order: ExperimentOrder) => void;
}) {
  const { kind, timeScale, m, clients } = given;
  const choose = (changed: Partial<OrderChoices>) => onChoose({ ...given, ...changed });
  const server = serverOf(given, choices.servers);
  // A level of twenty flags is over too soon to tell anything.
  const flags = given.flags ?? (kind === 'race' ? '' : 'all');
  const mayChange = useMayChange() === true;
  const isOne = kind === 'tune';
  // Only the lab's own can be tuned.
  const names = [...choices.strategies, ...(isOne ? [] : choices.clients)].map(({ name }) => name);
  const known = clients.filter((name) => names.includes(name));
  const chosen = isOne ? known.slice(-1) : known;
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
    // Nothing said of it, a search would take all.
    else onStart({ kind, ...common, ...(flags === '' && { limit: FEW }) });
  };
  return (
    <form class="order" onSubmit={start}>
      <p class="tools">
        <label>
          What{' '}
          <select
            value={kind}
            onChange={(event) => choose({ kind: event.currentTarget.value as OrderChoices['kind'] })}
          >
            {Object.entries(KINDS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label>
          on{' '}
          <select value={server} onChange={(event) => choose({ server: event.currentTarget.value })}>
            {choices.servers.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          with{' '}
          <select value={flags} onChange={(event) => choose({ flags: event.currentTarget.value })}>
            <option value="">{FEW} flags</option>
            <option value="60">60 flags</option>
            <option value="all">all 194 flags</option>
          </select>
        </label>
        {kind !== 'tune' && (
          <label>
            time{' '}
            <select value={timeScale} onChange={(event) => choose({ timeScale: event.currentTarget.value })}>
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
              value={m}
              placeholder={`${choices.m}`}
              onInput={(event) => choose({ m: event.currentTarget.value })}
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
                choose({
                  clients: [
                    ...clients.filter((other) => other !== name),
                    ...(event.currentTarget.checked ? [name] : []),
                  ],
                })
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

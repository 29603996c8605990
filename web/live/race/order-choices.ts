import type { ExperimentOrder, ExperimentsState } from '../../../servers/control/experiments/experiment-schemas.ts';
import { MOST_TO_GAIN } from '../../../servers/control/room/joined-server.ts';

/** What was chosen in the form of a race. What was not is left to the form, which knows what there is. */
export interface OrderChoices {
  readonly kind: ExperimentOrder['kind'];
  readonly server?: string;
  readonly flags?: string;
  readonly timeScale: string;
  readonly m: string;
  readonly clients: readonly string[];
}

/** Before anything is chosen: one after another races against many at once. */
export const FIRST_CHOICES: OrderChoices = {
  kind: 'race',
  timeScale: '',
  m: '',
  clients: ['sequential', 'async'],
};

/** The server to race on: the one that was chosen, if it is there; else one that makes clients wait, if there is one; else the first. */
export function serverOf({ server }: Pick<OrderChoices, 'server'>, servers: ExperimentsState['servers']): string {
  const isThere = (label: string | undefined) => servers.some((one) => one.label === label);
  if (server !== undefined && isThere(server)) return server;
  if (isThere(MOST_TO_GAIN)) return MOST_TO_GAIN;
  return (servers.find(({ faults }) => faults !== 'none') ?? servers[0])?.label ?? '';
}

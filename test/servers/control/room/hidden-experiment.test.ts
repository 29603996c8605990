import { expect, it } from 'vitest';
import { startControl } from '../../../../cli/running-servers/start-control.ts';
import type { ExperimentState } from '../../../../servers/control/experiments/experiment-schemas.ts';
import type { Experiments } from '../../../../servers/control/experiments/experiments.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';

const SOON = { timeout: 10_000 };

/** Experiments of which one goes on and tells what it is told to. */
function oneThatGoesOn(): { readonly experiments: Experiments; readonly tell: (intent: string) => void } {
  const watchers: ((change: ExperimentState) => void)[] = [];
  let intent = 'first';
  const state = () => ({ id: 'x', server: 'LOCAL', state: 'running', intent, cells: [] }) as unknown as ExperimentState;
  const experiments = {
    current: state,
    watch: (tell: (change: ExperimentState) => void) => {
      watchers.push(tell);
      return { [Symbol.dispose]: () => undefined };
    },
  } as unknown as Experiments;
  const tell = (next: string) => {
    intent = next;
    for (const watcher of watchers) watcher(state());
  };
  return { experiments, tell };
}

it('tells who leads alone of an experiment while faults are hidden, and all of it to everybody once they are not', async () => {
  await using lab = await startLab({ LOCAL: {} }, { room: 'own' });
  const { experiments, tell } = oneThatGoesOn();
  const control = await startControl(lab, { port: 0, host: undefined, open: false, experiments });
  const leads = { Authorization: `Bearer ${control.token}` };
  const setFaults = (hidden: boolean) =>
    fetch(`${control.url}/api/servers/LOCAL/faults`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...leads },
      body: JSON.stringify({ faults: ['delay=1ms'], hidden }),
    }).then(({ status }) => expect(status).toBe(200));
  const listen = async (headers: Record<string, string>) => {
    const { body } = await fetch(`${control.url}/api/events`, { headers });
    const heard: string[] = [];
    void (async () => {
      for await (const chunk of body!) {
        const text = Buffer.from(chunk).toString();
        heard.push(...[...text.matchAll(/"intent":"(\w+)"/g)].map(([, intent]) => intent!));
      }
    })().catch(() => undefined);
    return heard;
  };
  const [learner, leader] = [await listen({}), await listen(leads)];
  await expect.poll(() => [learner, leader], SOON).toEqual([['first'], ['first']]);
  await setFaults(true);
  tell('second');
  await expect.poll(() => leader, SOON).toEqual(['first', 'second']);
  expect(learner).toEqual(['first']);
  const late = await listen({});
  await setFaults(false);
  await expect.poll(() => [learner, late], SOON).toEqual([['first', 'second'], ['second']]);
  tell('third');
  await expect
    .poll(() => [learner, leader])
    .toEqual([
      ['first', 'second', 'third'],
      ['first', 'second', 'third'],
    ]);
  await control.close();
});

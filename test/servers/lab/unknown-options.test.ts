import { describe, expect, it } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';

const given = (options: object) => options as never;

describe('an option that there is not', () => {
  it.each([
    [{ fault: ['hang'] }, 'startLab\'s API has no option "fault": did you mean "faults"?'],
    [{ responds: {} }, 'startLab\'s API has no option "responds": did you mean "respond"?'],
    [{ latency: 5 }, 'startLab\'s API has no option "latency": it has faults, schedule, port, names, respond'],
  ])('is refused in the plan of a server: %j', async (plan, message) => {
    await expect(startLab({ API: given(plan) })).rejects.toThrow(new TypeError(message));
  });

  it('is refused in those of a lab, with the one that is meant', async () => {
    const message = 'startLab has no option "timescale": did you mean "timeScale"?';
    await expect(startLab({ LOCAL: {} }, given({ timescale: 0.1 }))).rejects.toThrow(new TypeError(message));
  });

  it('is refused in those of a proxy', async () => {
    const message = 'startProxy has no option "fault": did you mean "faults"?';
    const options = given({ target: 'http://localhost:1', fault: ['hang'] });
    await expect(startProxy(options)).rejects.toThrow(new TypeError(message));
  });
});

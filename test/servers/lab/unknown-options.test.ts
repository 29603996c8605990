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

describe('what is missing or no such value', () => {
  it.each([
    [undefined, 'Expected what startProxy is given to be an object, got undefined'],
    [{}, 'Expected `target` to be an address such as http://localhost:3000, got undefined'],
    [{ target: 3000 }, 'Expected `target` to be an address such as http://localhost:3000, got 3000'],
  ])('is told to who starts a proxy with %j', async (options, message) => {
    await expect(startProxy(options as never)).rejects.toThrow(new TypeError(message));
  });

  it.each([8000.5, -1, 65_536])('is told to who starts a server on port %d', async (port) => {
    const message = `Expected LOCAL's \`port\` to be a whole number from 0 to 65535, got ${port}`;
    await expect(startLab({ LOCAL: { port } })).rejects.toThrow(new TypeError(message));
  });
});

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

describe('a fault that no request could meet', () => {
  it.each([
    [
      'status=503,path=api/*',
      'cannot carry out status=503@100%,path=api/*: paths begin with a slash, so write path=/api/*',
    ],
    ['hang,method=PSOT', 'cannot carry out hang@100%,method=PSOT: there is no method PSOT: give one such as POST'],
  ])('is refused: %s', async (fault, message) => {
    await expect(startLab({ LOCAL: { faults: [fault] } })).rejects.toThrow(`LOCAL ${message}`);
    const target = 'http://localhost:1';
    await expect(startProxy({ target, faults: [fault] })).rejects.toThrow(`PROXY ${message}`);
    await using proxy = await startProxy({ target, faults: ['status=503,path=*/pay,method=P*'] });
    await expect(proxy.setFaults([fault])).rejects.toThrow(`PROXY ${message}`);
  });
});

describe('a proxy', () => {
  it('listens in one place alone', async () => {
    const options = { target: 'http://localhost:1', port: 0, socket: '/tmp/never.sock' };
    await expect(startProxy(options)).rejects.toThrow(
      'a proxy listens on a socket or on a port: leave out one of them',
    );
  });
});

describe('labels of one lab', () => {
  it('are not told apart by their case', async () => {
    const respond = { json: 1 };
    await expect(startLab({ PAY: { respond }, pay: { respond } })).rejects.toThrow('PAY is there twice');
  });
});

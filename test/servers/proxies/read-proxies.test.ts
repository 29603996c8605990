import { describe, expect, it } from 'vitest';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { readProxies } from '../../../servers/proxies/read-proxies.ts';

const JSONC = `{
  // The seed of the room.
  "seed": 7,
  "proxies": [
    {
      "name": "payments",
      "listen": 9001, /* on loopback */
      "target": "http://localhost:3000/api",
      "faults": ["status=503@5%", { "fault": "delay", "duration": { "distribution": "fixed", "ms": 20 } }],
      "schedule": [{ "at": "20s", "faults": "none" }, { "at": "10s", "faults": ["hang"] }],
      "maxHeaderSize": "64KB",
    },
    { "name": "APP", "listen": "unix:/tmp/app.sock", "target": "unix:/run/app.sock", "enabled": false },
  ],
}`;

const YAML = `
seed: 7
proxies:
  - name: payments
    listen: 9001 # on loopback
    target: http://localhost:3000/api
    faults:
      - status=503@5%
      - { fault: delay, duration: { distribution: fixed, ms: 20 } }
    schedule:
      - { at: 20s, faults: none }
      - { at: 10s, faults: [hang] }
    maxHeaderSize: 64KB
  - { name: APP, listen: "unix:/tmp/app.sock", target: "unix:/run/app.sock", enabled: false }
`;

describe('a file of proxies', () => {
  it('says the same in JSON with comments and in YAML', () => {
    const settings = readProxies('proxies.jsonc', JSONC);
    expect(readProxies('proxies.yaml', YAML)).toEqual(settings);
    expect(settings).toMatchObject({ seed: 7, timeScale: 1 });
    const [payments, app] = settings.proxies;
    expect(payments).toMatchObject({
      label: 'PAYMENTS',
      enabled: true,
      fixed: { listen: { port: 9001 }, target: 'http://localhost:3000/api', maxHeaderBytes: 65_536, https: false },
    });
    expect(formatProfile(payments!.profile)).toBe('delay=fixed:20ms + status=503@5%');
    expect(payments!.schedule.map(({ atMs, profile }) => [atMs, formatProfile(profile)])).toEqual([
      [10_000, 'hang@100%'],
      [20_000, 'none'],
    ]);
    expect(app).toMatchObject({
      label: 'APP',
      enabled: false,
      fixed: { listen: { socket: '/tmp/app.sock' } },
    });
  });

  const one = (more: string) =>
    `{"proxies": [\n  {"name": "A", "listen": 9001, "target": "http://localhost:3000"},\n  ${more}\n]}`;

  it.each([
    ['', '1:1: it is not well-formed JSON: value expected'],
    ['{"proxies": [}', '1:14: it is not well-formed JSON: value expected'],
    ['[]', '1:1: must be an object'],
    ['{}', '1:1: proxies: is missing'],
    ['{"proxies": []}', '1:13: proxies: must have a length of at least 1'],
    ['{"proxies": [], "speed": 1}', '1:13: proxies: must have a length of at least 1'],
    [one('{"name": "B", "listen": 9002}'), '3:3: proxies.1.target: is missing'],
    [one('{"name": "B", "listen": 9002, "target": "x"}'), '3:43: proxies.1.target: the target "x" is not a URL'],
    [one('{"name": "B", "listen": 70000, "target": "http://a"}'), '3:27: proxies.1.listen: must be at most 65535'],
    [one('{"name": "B", "listen": "x:1", "target": "http://a"}'), '3:27: proxies.1.listen: "x:1" is nowhere to listen'],
    [
      one('{"name": "7", "listen": 9002, "target": "http://a"}'),
      '3:12: proxies.1.name: "7" is not a label of a server',
    ],
    [
      one('{"name": "B", "listen": 9002, "target": "http://a", "faults": ["status=503", "stauts=5"]}'),
      '3:80: proxies.1.faults.1: "stauts=5" is not a fault: choose one of hang,',
    ],
    [
      one('{"name": "B", "listen": 9002, "target": "http://a", "schedule": [{"at": "soon", "faults": []}]}'),
      '3:75: proxies.1.schedule.0.at: "soon" is not a duration',
    ],
    [
      one('{"name": "B", "listen": 9002, "target": "http://a", "fault": []}'),
      '3:3: proxies.1: there is no field "fault"',
    ],
    [one('{"name": "B", "listen": 9002, "taget": "http://a"}'), '3:3: proxies.1: there is no field "taget"'],
    [
      one('{"name": "a", "listen": 9002, "target": "http://a"}'),
      '3:12: proxies.1.name: another proxy is called A already: give each a name of its own',
    ],
    [
      one('{"name": "B", "listen": 9002, "target": "http://a", "faults": ["status=503,path=api"]}'),
      '3:65: proxies.1.faults: B cannot carry out status=503@100%,path=api: paths begin with a slash, so write path=/api',
    ],
    [one('{"name": "B", "listen": 9001, "target": "http://a"}'), '3:27: proxies.1.listen: A listens there already'],
    [
      one('{"name": "B", "listen": "[::1]:9001", "target": "http://a"}'),
      '3:27: proxies.1.listen: A listens there already',
    ],
    [
      one('{"name": "B", "listen": "0.0.0.0:9001", "target": "http://a"}'),
      '3:27: proxies.1.listen: A listens there already',
    ],
    [
      one('{"name": "B", "listen": 9002, "target": "http://localhost:9002/x"}'),
      '3:43: proxies.1.target: it leads back to B itself (B -> B)',
    ],
    [
      `{"proxies": [{"name": "A", "listen": 9001, "target": "http://localhost:9002"},
{"name": "B", "listen": 9002, "target": "http://127.0.0.1:9001"}]}`,
      '1:54: proxies.0.target: it leads back to A itself (A -> B -> A)',
    ],
  ])('that is wrong is refused with the place, and what was expected: %s', (text, message) => {
    expect(() => readProxies('p.json', text)).toThrow(`p.json:${message}`);
  });

  it.each([
    ['proxies: *gone', '1:1: it cannot be read: Unresolved alias'],
    ['proxies: [', '2:1: it is not well-formed YAML'],
    ['proxies:\n  - name: A\n    listen: 9001\n    target: 5\n', '4:13: proxies.0.target: must be a text'],
    [
      'proxies:\n  - {name: A, listen: 1, target: http://a, listen: 2}',
      'it is not well-formed YAML: Map keys must be unique',
    ],
  ])('in YAML too: %j', (text, message) => {
    expect(() => readProxies('p.yml', `${text}\n`)).toThrow(message);
  });

  it('that is nested too deeply is refused as well', () => {
    expect(() => readProxies('p.json', '['.repeat(100_000))).toThrow(
      'p.json:1:1: it cannot be read: Maximum call stack',
    );
  });

  it('may have proxies on the same port of other addresses, and one that leads to another', () => {
    const more = '{"name": "B", "listen": "127.0.0.2:9001", "target": "http://localhost:9001"}';
    expect(readProxies('p.json', one(more)).proxies.map(({ label }) => label)).toEqual(['A', 'B']);
  });
});

import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../../../lib/schema/schema-of.ts';
import { explainText } from '../../../../servers/faults/contract/explain-text.ts';
import { FAULT_KINDS } from '../../../../servers/faults/kinds/registry.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { startServer } from '../../../helpers/raw/http-server.ts';
import { steered } from '../../../helpers/steered.ts';

describe('faults', () => {
  it('lists every fault of the registry with an example', async () => {
    const { stdout } = await runInMemory(['faults']);
    for (const { name, example } of FAULT_KINDS)
      expect(stdout).toMatch(new RegExp(`^${name} .*${literal(example)} *$`, 'm'));
    expect(stdout).toContain('connection, rate, capacity, delay, status, body');
  });

  it.each(FAULT_KINDS.map(({ name }) => name))('explains %s: options, example, JSON form', async (name) => {
    const kind = FAULT_KINDS.find((known) => known.name === name)!;
    const { code, stdout } = await runInMemory(['faults', 'explain', name]);
    expect(code).toBe(0);
    for (const [option, meaning] of Object.entries(explainText(kind)))
      expect(stdout).toMatch(new RegExp(`${literal(option)} +${literal(meaning)}`));
    const json = JSON.parse(/^as JSON +(.*)$/m.exec(stdout)![1]!);
    expect(schemaOf(kind.schema).safeParse(json).success).toBe(true);
  });

  it('explains one by its name alone, unless that is a command too', async () => {
    expect((await runInMemory(['faults', 'hang'])).stdout).toBe(
      (await runInMemory(['faults', 'explain', 'hang'])).stdout,
    );
  });

  it('pictures the distributions of delay', async () => {
    const { stdout } = await runInMemory(['faults', 'delay']);
    const uniform = stdout.slice(stdout.indexOf('delay=uniform:'), stdout.indexOf('delay=normal:'));
    expect(uniform).toMatch(/^ +0ms │ 0%$/m);
    expect(uniform).toMatch(/^ +2\.5s │█+.? 1\d%$/m);
  });

  it('switches a server of a running lab off and on', async () => {
    await using lab = await steered({ LOCAL: {} });
    const faults = (...args: string[]) => runInMemory(['faults', ...args, '--control', lab.urls.CONTROL!]);
    expect((await faults('disable', 'local')).stdout).toBe(`LOCAL    ${lab.urls.LOCAL}   disabled   faults: none\n`);
    await expect(fetch(lab.urls.LOCAL!)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect((await faults('show')).stdout).toContain('disabled');
    expect((await faults('enable', 'LOCAL')).stdout).toBe(`LOCAL    ${lab.urls.LOCAL}   faults: none\n`);
    expect((await fetch(lab.urls.LOCAL!)).status).toBe(200);
    expect((await faults('disable', 'NOWHERE')).stderr).toContain('there is no server "NOWHERE": there are LOCAL');
  });

  it('shows, sets and resets those of a running lab', async () => {
    await using lab = await steered({ LOCAL: {}, ERROR: {} });
    const faults = (...args: string[]) => runInMemory(['faults', ...args, '--control', lab.urls.CONTROL!]);
    expect((await faults('set', 'LOCAL', 'delay=fixed:1ms', 'status=503')).stdout).toMatch(
      /^LOCAL .*faults: delay=fixed:1ms \+ status=503@100%\n$/,
    );
    expect((await fetch(`${lab.urls.LOCAL}/flags/br/br.gif`)).status).toBe(503);
    expect((await faults('show')).stdout.split('\n')).toHaveLength(3);
    expect(JSON.parse((await faults('show', 'local', '--json')).stdout)).toMatchObject([{ label: 'LOCAL' }]);
    expect((await faults('set', 'ERROR', 'none')).stdout).toMatch(/faults: none\n$/);
    expect((await faults('reset', 'ERROR')).stdout).toMatch(/delay=uniform:500ms\.\.5s \+ status=418@25%\n$/);
    expect(await faults('set', 'NOWHERE', 'hang')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no server "NOWHERE"'),
    });
  });

  it.each([
    ['a page', 200, '<h1>hello</h1>', 'is no control API (it says 200 OK, '],
    ['other JSON', 200, '[{"name": "LOCAL"}]', '(it says 200 OK, '],
    ['an error without a body', 503, '', 'is no control API (it says 503 Service Unavailable)'],
  ])('says that what answers with %s is no lab', async (_what, status, body, message) => {
    await using other = await startServer(() => (_request, response) => response.writeHead(status).end(body));
    const { code, stderr } = await runInMemory(['faults', 'show', '--control', other.origin]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  });

  it('says so, too, where that answer is a fault of a server', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503'] } });
    const { code, stderr } = await runInMemory(['faults', 'show', '--control', lab.url('ERROR')]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('is no control API (it says 503') });
  });

  it.each([
    ['a fault that is none', ['explode'], 2, 'there is no fault "explode"'],
    ['a mistake in a spec, without asking the lab', ['set', 'LOCAL', 'hang@200%'], 2, '"200%" is not a share'],
    [
      'no lab that answers',
      ['show', '--control', 'http://localhost:18'],
      1,
      'no lab answers at http://localhost:18 (connection refused)',
    ],
    ['a control URL that is none', ['show', '--control', 'here'], 2, '"here" is not a URL'],
  ])('says that there is %s', async (_what, args, code, message) => {
    const ran = await runInMemory(['faults', ...args]);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });
});

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

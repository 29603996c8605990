import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../../bench/result/cell.ts';
import type { BenchResult } from '../../../../bench/result/result.ts';
import { type Control, startControl } from '../../../../cli/running-servers/start-control.ts';
import { type Lab, startLab } from '../../../../servers/lab/start-lab.ts';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

let lab: Lab;
let control: Control;

beforeEach(async () => {
  lab = await startLab({ API: { faults: ['delay=uniform:40ms..80ms', 'status=503@30%'] }, LOCAL: {} }, { seed: 7 });
  control = await startControl(lab, { port: 0, host: undefined, open: false });
});

afterEach(async () => {
  await Promise.all([control.close(), lab.close(0)]);
});

const attached = (...args: readonly string[]) => ['--attach', control.url, ...args];

async function bench(...args: readonly string[]) {
  await using folder = await temporaryFolder();
  const ran = await runInMemory(['bench', '--results', folder.path, '--json', '-', ...args]);
  const result =
    ran.stdout === '' ? undefined : (JSON.parse(ran.stdout) as Omit<BenchResult, 'cells'> & { cells: MeasuredCell[] });
  return { ...ran, result: result! };
}

describe('a bench on a lab that runs', () => {
  it('takes its servers, faults, seed and time scale, and each cell meets the fates that were planned', async () => {
    const command = 'mine=xargs -P 4 -I% curl -s -o /dev/null {base_url}/%/%.gif < {codes_file}';
    const { result, code } = await bench(...attached('-s', 'api', '-c', 'async', '--command', command, '-m', '4'));
    const { stdout } = await runInMemory(['plan', '--json', ...own('-m', '4')]);
    const { fates, idealMs } = JSON.parse(stdout) as { fates: { outcome: string }[]; idealMs: number };
    expect(code).toBe(0);
    expect(result).toMatchObject({ seed: 7, timeScale: 1, attached: control.url });
    const ok = fates.filter(({ outcome }) => outcome === 'ok').length;
    const planned = [ok, idealMs];
    expect(result.cells.map(({ outcomes, idealMs: ideal }) => [outcomes.ok, ideal])).toEqual([planned, planned]);
    expect(result.cells.map(({ strategy }) => strategy)).toEqual(['async', 'mine']);
    expect(await lab.records('API')).toHaveLength(20);
  });

  it('runs against all of its servers where none is named', async () => {
    const { result } = await bench(...attached('-c', 'async', '--limit', '3'));
    expect(result.cells.map(({ server }) => server)).toEqual(['API', 'LOCAL']);
  });

  it('counts no request of somebody else, and says that there were some', async () => {
    let over = false;
    const other = (async () => {
      while (!over) await (await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`)).arrayBuffer();
    })();
    const { result } = await bench(...attached('-s', 'LOCAL', '-c', 'sequential', '-a', '--repeat', '3'));
    over = true;
    await other;
    expect(result.cells[0]).toMatchObject({ requests: 582, peakInFlight: 1 });
    expect(result.warnings.filter(({ kind }) => kind === 'shared')).toMatchObject([{ cell: 0 }]);
  });

  it('fails a cell whose faults were changed meanwhile, and measures the others', async () => {
    const changed = lab.server('API');
    const change = async () => {
      while ((await changed.counts()).requests < 5) await new Promise(setImmediate);
      await changed.setFaults(['delay=10ms']);
    };
    const changing = change();
    const { result, code } = await bench(...attached('-s', 'API', '-s', 'LOCAL', '-c', 'async', '-m', '2'));
    await changing;
    expect(code).toBe(1);
    expect(result.cells).toMatchObject([{ error: expect.stringContaining('faults of API') }, { server: 'LOCAL' }]);
  });

  it('says in one line what keeps it from the lab', async () => {
    await using folder = await temporaryFolder();
    const say = async (...args: readonly string[]) => {
      const { code, stderr } = await runInMemory(['bench', '--results', folder.path, ...args]);
      return `${code} ${stderr.split('\n')[0]}`;
    };
    expect(await say(...attached('-s', 'DELAY'))).toBe(
      `2 error: the lab at ${control.url} has no server "DELAY": it has API, LOCAL`,
    );
    expect(await say('--attach', lab.url('LOCAL'))).toMatch(
      /^1 error: what answers at \S+ is no control API \(it says 404 Not Found\): that of a lab or proxy is where serve or proxy says CONTROL/,
    );
    expect(await say('--attach', 'http://127.0.0.1:9')).toMatch(/^1 error: no lab answers at http:\S+ \(/);
    expect(await say(...attached('--seed', '3'))).toMatch(/^2 error: option '--attach \[url\]' cannot be used with/);
    expect(await say(...attached('--time-scale', '1'))).toMatch(/^2 error: option '--attach/);
  });

  it('waits for the place of one that was killed, and gets it', async () => {
    await using folder = await temporaryFolder();
    const results = ['--results', folder.path];
    const args = ['bench', '-s', 'API', '-c', 'sequential', '--all', ...attached(...results)];
    const killed = spawn(process.execPath, [FLAGLAB, ...args], { stdio: 'ignore' });
    await expect.poll(async () => (await lab.records('API')).length).toBeGreaterThan(0);
    killed.kill('SIGKILL');
    const { code, stdout, stderr } = await runInMemory(['bench', '--resume', ...results, '--json', '-']);
    expect(stderr).toContain('Waiting, since another run goes on, but for 15s at most ...\n');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ requests: 194 }]);
    expect((await fetch(`${control.url}/api/runs/run-1`)).status).toBe(200);
  });

  it('is refused amid somebody else’s run, and leaves that alone', async () => {
    const body = JSON.stringify({ servers: ['LOCAL'] });
    const headers = { 'Content-Type': 'application/json' };
    const started = await fetch(`${control.url}/api/runs`, { method: 'POST', headers, body });
    const { id } = (await started.json()) as { id: string };
    const { result, code } = await bench(...attached('-s', 'LOCAL', '-c', 'async'));
    expect(code).toBe(1);
    expect(result.cells).toMatchObject([{ error: expect.stringContaining(`${id} goes on at LOCAL`) }]);
    const after = await fetch(`${control.url}/api/runs/${id}`);
    expect(await after.json()).toMatchObject({ state: 'running' });
  });
});

/** The server API as a command line says it. */
function own(...args: readonly string[]): string[] {
  const faults = ['--fault', 'API:delay=uniform:40ms..80ms', '--fault', 'API:status=503@30%'];
  return ['-s', 'API', ...faults, '--seed', '7', '--timeout', '10s', ...args];
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { strategy } from '../../../../clients/strategies.ts';
import { countryCodes } from '../../../../lib/flags/country-codes.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { collect } from '../../../helpers/collect.ts';
import { FLAGLAB } from '../../../helpers/run-flaglab.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** Starts `flaglab` as a process that may have only so many files and sockets open. */
function startWithin(limit: number, args: readonly string[], cwd = '.') {
  const script = `ulimit -n ${limit} && exec "$0" "$@"`;
  const child = spawn('sh', ['-c', script, process.execPath, FLAGLAB, ...args], { cwd });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  return { child, output };
}

describe.runIf(process.platform === 'linux')('a process that runs out of file descriptors', () => {
  it('is named, with its limit, beside the errors of a bench', { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder();
    const args = ['bench', '-s', 'LOCAL', '-c', 'async', '-a', '-m', '100', '--csv', 'records.csv', '--json', '-'];
    const { child, output } = startWithin(64, args, folder.path);
    expect(await once(child, 'close')).toEqual([0, null]);
    const { cells, warnings } = JSON.parse(output.stdout);
    const [{ reasons, outcomes }] = cells;
    expect(reasons['too many open files: raise ulimit -n, or lower -m']).toBeGreaterThan(0);
    expect(Object.values<number>(reasons).reduce((a, b) => a + b)).toBe(outcomes.networkError);
    const message = expect.stringMatching(
      /^LOCAL async at m = 100: the client.* ran out of file descriptors \(ulimit -n 64\)/,
    );
    expect(warnings).toContainEqual(expect.objectContaining({ kind: 'descriptors', message }));
    expect(output.stderr).toContain('raise the limit');
  });

  it.each([
    ['async', '100'],
    ['workers', '8'],
  ])('says what to do when it runs %s at m = %s', { timeout: 60_000 }, async (client, m) => {
    await using lab = await startLab({ LOCAL: {} });
    const args = ['get', '-a', '-c', client, '-m', m, '--base-url', `${lab.url('LOCAL')}/flags`, '--no-save'];
    const { child, output } = startWithin(40, args);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output.stderr).toMatch(/^error: [^\n]*: too many open files: raise ulimit -n, or lower -m\n$/);
    expect(output.stdout + output.stderr).not.toContain('EMFILE');
  });

  it('says so once when it serves, for it drops connections', { timeout: 60_000 }, async () => {
    const { child, output } = startWithin(60, ['serve', 'LOCAL', '--port', 'LOCAL=0', '--no-control']);
    await vi.waitFor(() => expect(output.stdout).toContain('Ready\n'), { timeout: 20_000 });
    const baseUrl = `${/http:\S+/.exec(output.stdout)![0]}/flags`;
    for (let round = 0; round < 2; round++) {
      const outcomes = await collect(strategy('async').download(countryCodes(), { baseUrl, m: 100 }));
      expect(outcomes.some(({ kind }) => kind === 'networkError')).toBe(true);
    }
    await vi.waitFor(() => expect(output.stderr).not.toBe(''));
    child.kill('SIGINT');
    await once(child, 'close');
    expect(output.stderr).toBe(
      'warning: all file descriptors are in use (ulimit -n 60): further connections are dropped; raise the limit\n',
    );
  });
});

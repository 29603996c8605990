import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInMemory } from '../../../helpers/memory-context.ts';
import { serving } from '../../../helpers/serving.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => folder[Symbol.asyncDispose]());

async function namesFile(text: string): Promise<string> {
  const file = join(folder.path, 'names.txt');
  await writeFile(file, text);
  return file;
}

function marks(...args: string[]) {
  return runInMemory(['domains', ...args, '--marks', '--timeout', '1m', '--retries', '0']);
}

describe('serve NAMES', () => {
  it("lets domains print the book's marks", async () => {
    await using lab = await serving(['NAMES']);
    const { stdout, code } = await marks('dev', '--resolver', lab.urls.NAMES!);
    expect(code).toBe(0);
    const found = 'and as def elif for in is not try'.split(' ').map((word) => `+ ${word}.dev`);
    const others = 'del else from if none or pass true with'.split(' ').map((word) => `  ${word}.dev`);
    expect(stdout.trimEnd().split('\n').sort()).toEqual([...others, ...found].sort());
    expect(await lab.stop()).toBe(0);
  });

  it('finds what is in a file instead', async () => {
    const file = await namesFile('\ufeff# mine\r\n\r\nIf.COM.BR.\n  bücher.com.br # shop\n');
    await using lab = await serving(['NAMES'], ['--names-file', file]);
    const { stdout } = await marks('.com.br', '--words', 'if,is,Bücher', '--resolver', lab.urls.NAMES!);
    expect(stdout.trimEnd().split('\n').sort()).toEqual(['  is.com.br', '+ bücher.com.br', '+ if.com.br']);
  });

  it('is in the control API as any server: runs, verdicts, faults, reset', async () => {
    await using lab = await serving(['NAMES'], ['--fault', 'servfail,first=1', '-v']);
    const ask = async (method: string, path: string, body: object = {}) => {
      const given = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(lab.urls.CONTROL + path, method === 'GET' ? {} : given);
      return { status: response.status, body: JSON.parse(await response.text()) };
    };
    const resolver = ['--resolver', lab.urls.NAMES!, '--timeout', '1m', '--json'];
    const domains = async (...args: string[]) => {
      const { domains, ...counts } = JSON.parse((await runInMemory(['domains', 'dev', ...args, ...resolver])).stdout);
      return { domains, ...counts };
    };
    const { body: run } = await ask('POST', '/api/runs');
    expect(await domains('--retries', '1')).toMatchObject({ found: 9, notFound: 9, failed: 0 });
    const { body: stopped } = await ask('POST', `/api/runs/${run.id}/stop`);
    expect(stopped.verdicts).toMatchObject([
      { label: 'NAMES', requests: 36, keys: 18, failed: 18, retries: 18, maxAttempts: 2, ok: 9, faulted: 18 },
    ]);
    expect(stopped.verdicts[0].answers.statuses).toEqual({ 200: 9, 404: 9, 503: 18 });
    expect(lab.events.filter(({ type }) => type === 'request')).toHaveLength(36);

    const faults = (list: readonly string[]) => ask('PUT', '/api/servers/NAMES/faults', { faults: list });
    expect((await faults(['drop@5%', 'delay=1ms'])).body.faults).toEqual(['hang@5%', 'delay=fixed:1ms']);
    const refused = await faults(['capacity=8']);
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      'NAMES cannot carry out the fault capacity: it takes hang (drop), delay, status (servfail)',
    ]);
    expect((await ask('POST', '/api/servers/NAMES/reset')).body.faults).toEqual(['status=503@100%,first=1']);
    expect(await domains('--retries', '0')).toMatchObject({ failed: 18, reasons: { SERVFAIL: 18 } });
  });

  it.each([
    [
      'a file that is not there',
      ['NAMES'],
      undefined,
      'the file of names nowhere.txt cannot be read: there is no such file',
    ],
    ['a file without names', ['NAMES'], '# none\n\n', 'holds none: write one on each line'],
    ['a line that is no name', ['NAMES'], 'is.dev\nif..dev\n', 'names.txt, line 2: "if..dev" has an empty part'],
    [
      'names for no server',
      ['LOCAL'],
      'is.dev\n',
      '--names-file is for the server NAMES: name it, or leave out the file',
    ],
  ])('refuses %s in one line', async (_, labels, text, message) => {
    const file = text === undefined ? 'nowhere.txt' : await namesFile(text);
    const { code, stdout, stderr } = await runInMemory(['serve', ...labels, '--names-file', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each([
    [
      'serve NAMES --fault garbage@1%',
      'NAMES cannot carry out the fault garbage: it takes hang (drop), delay, status (servfail)',
    ],
    ['serve NAMES --schedule NAMES@1s:throttle=1KB/s', 'NAMES cannot carry out the fault throttle'],
    ['bench -s NAMES -c async', 'NAMES has no flags to download: it can be started by serve alone'],
  ])('refuses what it cannot be: %s', async (line, message) => {
    const { code, stderr } = await runInMemory(line.split(' '));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

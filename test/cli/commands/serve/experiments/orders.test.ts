import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Experimenting, experimenting } from '../../../../helpers/bench/experimenting.ts';
import { runInMemory } from '../../../../helpers/memory-context.ts';
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts';

let lab: Experimenting;

beforeAll(async () => {
  lab = await experimenting(['LOCAL', 'NAMES'], ['--client', './examples/mine.ts']);
});

afterAll(() => lab[Symbol.asyncDispose]());

describe('what can be chosen', () => {
  it('is the servers that have flags with what they do, all strategies, and the clients that serve was given', async () => {
    const { status, body } = await lab.call('GET', '/api/experiments');
    expect(status).toBe(200);
    expect(body).toEqual({
      servers: [{ label: 'LOCAL', faults: 'none' }],
      strategies: expect.arrayContaining([
        { name: 'workers', summary: expect.any(String), defaultM: 30, maxM: 128 },
        { name: 'async', summary: expect.any(String), defaultM: 5, maxM: 1000 },
      ]),
      clients: [{ name: 'mine' }],
      m: 20,
    });
  });
});

describe('an order', () => {
  it.each([
    ['nothing', {}, /^kind: Invalid discriminator value/],
    ['no server', { kind: 'race' }, /^server: is missing$/],
    ['another server', { kind: 'race', server: 'LOCLA' }, /^"LOCLA" is not a server: did you mean "LOCAL"\?$/],
    ['a server without flags', { kind: 'race', server: 'NAMES' }, /^"NAMES" is not a server: choose one of LOCAL$/],
    ['a misspelt client', race({ clients: ['asnyc'] }), /^"asnyc" is not a client: did you mean "async"\?$/],
    [
      'another client',
      race({ clients: ['https://x.test'] }),
      /is not a client: choose one of sequential, workers, async, hybrid, adaptive, paced, mine$/,
    ],
    [
      'an option for a client',
      race({ clients: ['--setup=touch /tmp/x'] }),
      /^"--setup=touch \/tmp\/x" is not a client: /,
    ],
    ['a path for a client', race({ clients: ['./examples/mine.ts'] }), /is not a client: /],
    [
      'too many in flight',
      race({ clients: ['workers'], m: 500, all: true }),
      /^m must be at most 128 for workers, not 500: lower m or name others as clients$/,
    ],
    ['no flags', race({ limit: 0 }), /^limit: must be at least 1$/],
    [
      'a time scale below 0',
      race({ timeScale: -1 }),
      /^timeScale cannot be -1: give a number from 0 to 100, such as 0\.1$/,
    ],
    ['a seed below 0', race({ seed: -5 }), /^seed cannot be -5: give a whole number from 0 to/],
    [
      'too small a search',
      { kind: 'tune', server: 'LOCAL', limit: 2 },
      /^limit cannot be 2: give a whole number from 20 to/,
    ],
    ['levels of a race', race({ levels: [1, 2] }), /^body: there is no field "levels"$/],
    [
      'levels that fall',
      { ...race({ levels: [4, 2] }), kind: 'sweep' },
      /^the levels 4,2 must be whole numbers from 1 that ascend/,
    ],
    [
      'a search for a client that has no m',
      { kind: 'tune', server: 'LOCAL', clients: ['sequential'] },
      /there is nothing to tune$/,
    ],
    ['a search for a module', { kind: 'tune', server: 'LOCAL', clients: ['mine'] }, /^"mine" is not a client: /],
  ])('of %s is refused in one line, and nothing is started', async (_what, order, detail) => {
    const { status, body } = await lab.call('POST', '/api/experiments', order);
    expect(body).toEqual({ status: 400, error: 'Bad Request', detail: expect.stringMatching(detail) });
    expect(status).toBe(400);
    expect((await lab.call('GET', '/api/experiments')).body).not.toHaveProperty('experiment');
    expect((await lab.call('GET', '/api/history')).body).toEqual([]);
  });
});

describe('serve --client', () => {
  it.each([
    [
      'that is no file',
      ['async'],
      /^error: --client "async" is no file: give one such as \.\/mine\.ts or \.\/mine\.py$/m,
    ],
    [
      'that is not there',
      ['./nowhere.ts'],
      /^error: there is no file .*nowhere\.ts: give the path of a module with a client$/m,
    ],
    ['that is no script', ['./nowhere.py'], /^error: there is no file \.\/nowhere\.py: give the path of your client$/m],
    ['that is no client', ['./lib/at.ts'], /^error: .*at\.ts has neither a default export nor one called download/m],
  ])('%s ends it with one line before anything listens', async (_what, files, line) => {
    const args = files.flatMap((file) => ['--client', file]);
    const { code, stdout, stderr } = await runInMemory(['serve', 'LOCAL', '--port', 'LOCAL=0', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(line);
  });

  it('takes the same file twice for one, and refuses two of one name', async () => {
    await using folder = await temporaryFolder();
    const other = join(folder.path, 'mine.ts');
    await writeFile(other, 'export default () => [];\n');
    const files = ['./examples/mine.ts', './examples/mine.ts', other].flatMap((file) => ['--client', file]);
    const { code, stderr } = await runInMemory(['serve', 'LOCAL', '--port', 'LOCAL=0', ...files]);
    expect(code).toBe(2);
    expect(stderr).toContain('error: there is another client called "mine": give the file another name');
  });
});

function race(fields: object): object {
  return { kind: 'race', server: 'LOCAL', ...fields };
}

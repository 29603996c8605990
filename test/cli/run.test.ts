import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { MemoryContext } from '../helpers/memory-context.ts';
import { FLAGLAB } from '../helpers/run-flaglab.ts';

const FULL_DISK = 'ENOSPC: no space left on device, write';

describe('a command whose results cannot be written', () => {
  it.each([
    ['well, and quietly, where nobody reads on', 'EPIPE', 'write EPIPE', 0, ''],
    [
      'with 1, and says so, where the disk is full',
      'ENOSPC',
      FULL_DISK,
      1,
      'error: stdout cannot be written: no space left on device\n',
    ],
  ])('ends %s', async (_, code, message, exitCode, said) => {
    const context = new MemoryContext(['--version']);
    await run(context);
    for (let i = 0; i < 2; i++) context.stdout.emit('error', Object.assign(new Error(message), { code }));
    expect(context.exits).toEqual([exitCode]);
    expect(context.stderr.text).toBe(said);
  });

  it('goes on where only its warnings cannot be', async () => {
    const context = new MemoryContext(['--version']);
    await run(context);
    context.stderr.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(context.exits).toEqual([]);
  });

  it.each([['plan -s ERROR'], ['faults'], ['--version']])(
    'says so of "%s" with a full disk, or is quiet where head has seen enough',
    async (line) => {
      const shell = (script: string) =>
        promisify(execFile)('sh', ['-c', script, process.execPath, FLAGLAB, ...line.split(' ')]);
      const full = await shell('"$0" "$@" > /dev/full').catch((error: unknown) => error);
      expect(full).toMatchObject({ code: 1, stderr: 'error: stdout cannot be written: no space left on device\n' });
      expect(await shell('"$0" "$@" 2>&1 | head -c 0')).toEqual({ stdout: '', stderr: '' });
    },
  );
});

describe('an error', () => {
  it('repeats no more of what was given than one can read', async () => {
    const context = new MemoryContext(['serve', 'LOCAL', '--fault', `LOCAL:${'a'.repeat(100_000)}`]);
    expect(await run(context)).toBe(2);
    expect(context.stderr.text).toMatch(/^error: "a{200}…" [^a]/);
    expect(context.stderr.text.length).toBeLessThan(1000);
  });
});

import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { MemoryContext } from '../helpers/memory-context.ts';

describe('a command whose results cannot be written', () => {
  it.each([
    ['well, where nobody reads on', 'EPIPE', 0],
    ['with 1, where the disk is full', 'ENOSPC', 1],
  ])('ends %s', async (_, code, exitCode) => {
    const context = new MemoryContext(['--version']);
    await run(context);
    context.stdout.emit('error', Object.assign(new TypeError('cannot be written'), { code }));
    expect(context.exits).toEqual([exitCode]);
  });
});

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareFolder, save, saveSync } from '../../../clients/item/save.ts';
import { OutputError } from '../../../lib/errors/output-error.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('prepareFolder', () => {
  it('makes the folder and those above it, and leaves nothing in it', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a', 'b');
    await prepareFolder(path);
    await prepareFolder(path);
    expect(await readdir(path)).toEqual([]);
  });

  it('says which folder it cannot write to', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below'), '/proc/flags', '/proc/flags/below']) {
      const error = await prepareFolder(path).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OutputError);
      expect((error as OutputError).message).toContain(`cannot write to the folder ${path}: `);
      expect((error as OutputError).cause).toBeInstanceOf(Error);
    }
  });
});

describe.each([
  ['save', save],
  ['saveSync', async (...args: Parameters<typeof saveSync>) => saveSync(...args)],
])('%s', (_, save) => {
  it('writes the bytes as often as it is told', async () => {
    await using folder = await temporaryFolder();
    await save(folder.path, 'BR.gif', Buffer.from('flag'), 3);
    expect(await readFile(join(folder.path, 'BR.gif'), 'utf8')).toBe('flagflagflag');
    expect(await readdir(folder.path)).toEqual(['BR.gif']);
  });

  it('puts the bytes in place of what was there', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'BR.gif'), 'an older and longer flag');
    expect(await save(folder.path, 'BR.gif', Buffer.from('flag'))).toBe(join(folder.path, 'BR.gif'));
    expect(await readFile(join(folder.path, 'BR.gif'), 'utf8')).toBe('flag');
    expect(await readdir(folder.path)).toEqual(['BR.gif']);
  });

  it('leaves one whole file when several are saved under one name at once', async () => {
    await using folder = await temporaryFolder();
    const bodies = Array.from({ length: 20 }, (_, n) => Buffer.alloc(50_000, n));
    await Promise.all(bodies.map((body) => save(folder.path, 'BR.gif', body)));
    const saved = await readFile(join(folder.path, 'BR.gif'));
    expect(bodies.some((body) => body.equals(saved))).toBe(true);
    expect(await readdir(folder.path)).toEqual(['BR.gif']);
  });

  it('leaves nothing behind when it fails', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'BR.gif'));
    await expect(save(folder.path, 'BR.gif', Buffer.from('flag'))).rejects.toThrow(OutputError);
    expect(await readdir(folder.path)).toEqual(['BR.gif']);
  });
});

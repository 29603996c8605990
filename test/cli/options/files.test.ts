import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../../cli/options/read-schedule.ts';
import { formatSchedule } from '../../../servers/faults/schedule.ts';
import { runInMemory } from '../../helpers/memory-context.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const STEPS = ['ERROR@10s: status=503@50%', 'ERROR@15s: none'];

async function inFile<T>(content: string | Buffer, act: (file: string) => T | Promise<T>): Promise<T> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'given.txt');
  await writeFile(file, content);
  return await act(file);
}

describe('an option that takes a file', () => {
  it.each([
    'serve LOCAL --schedule {}',
    'proxy --target http://localhost:1 --schedule {}',
    'plan -s LOCAL --profile {}',
    'bench -s LOCAL -c {}/',
    'bench -s LOCAL -c async --json {}',
    'bench -s LOCAL -c async --junit {}',
    'bench -s LOCAL -c async --markdown {}',
    'bench -s LOCAL -c async --csv {}',
    'compare last~1 last --markdown {}',
    'watch --json {} -- true',
  ])('says in one line that it was given a folder, with exit code 2: %s', async (line) => {
    await using folder = await temporaryFolder();
    const { code, stdout, stderr } = await runInMemory(line.replace('{}', folder.path).split(' '));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*(is a folder: give a file|is no file: give the path .*)\nSee: .*\n$/);
    expect(stderr).not.toContain('EISDIR');
  });
});

describe('a schedule in a file', () => {
  it.each([
    ['with a step on each line', STEPS.join('\n')],
    ['with the line ends of Windows, and an empty line at its end', `${STEPS.join('\r\n')}\r\n\r\n`],
    ['with semicolons', STEPS.join('; ')],
    ['with a mark of UTF-8', `\ufeff${STEPS.join('\n')}`],
  ])('is read %s', async (_, content) => {
    const { ERROR: steps = [] } = await inFile(content, readSchedule);
    expect(formatSchedule('ERROR', steps)).toBe(STEPS.join('; '));
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${STEPS.join('\n')}`, 'utf16le'), 'is in UTF-16: save it as UTF-8'],
    ['UTF-16 without one', Buffer.from(STEPS.join('\n'), 'utf16le'), 'is in UTF-16: save it as UTF-8'],
    ['Latin-1', Buffer.from('ERROR@10s: é', 'latin1'), 'is not a text in UTF-8: save it as UTF-8'],
  ])('is named by its encoding where that is %s, as a profile is', async (_, content, message) => {
    await inFile(content, async (file) => {
      expect(() => readSchedule(file)).toThrow(message);
      const { code, stderr } = await runInMemory(['plan', '-s', 'LOCAL', '--profile', file]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    });
  });

  it.each(['nowhere.txt', './steps', '/no/such/file.json', 'C:\\steps.txt', 'later'])(
    'is missed where there is none: %s',
    (text) => {
      expect(() => readSchedule(text)).toThrow(`there is no file "${text}", and it is not a step of a schedule: `);
    },
  );

  it('is no file where it is a step that was written wrong', () => {
    expect(() => readSchedule('ERROR@10s status=503')).toThrow('"ERROR@10s status=503" is not a step of a schedule');
  });
});

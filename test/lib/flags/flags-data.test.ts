import { describe, expect, it } from 'vitest';
import { DataError } from '../../../lib/errors/data-error.ts';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';

describe('readFlagsData', () => {
  it('reads a file of flags-data', () => {
    expect(readFlagsData('br/br.gif').subarray(0, 6).toString('latin1')).toMatch(/^GIF8[79]a$/);
  });

  it('says which file is missing and what to do', () => {
    const error = (() => {
      try {
        return readFlagsData('xx/xx.gif');
      } catch (thrown) {
        return thrown as DataError;
      }
    })();
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).message).toMatch(
      /^flags-data\/xx\/xx\.gif cannot be read \(no such file or directory\): run "npm run flags-data"$/,
    );
    expect((error as DataError).cause).toMatchObject({ code: 'ENOENT' });
  });
});

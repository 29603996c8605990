import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName } from '../../../clients/item/file-name.ts';

describe('fileName', () => {
  it.each([
    [undefined, 'US.gif'],
    ['United States', 'United_States.gif'],
    ["Côte d'Ivoire", "Côte_d'Ivoire.gif"],
    ['../../etc/passwd', '_.._etc_passwd.gif'],
    ['a\\b:c*d?e"f<g>h|i', 'a_b_c_d_e_f_g_h_i.gif'],
    ['a\0b\nc\x7f', 'a_b_c_.gif'],
    ['...', 'US.gif'],
    ['', 'US.gif'],
    ['.hidden', 'hidden.gif'],
  ])('of %j is %s', (country, expected) => {
    expect(fileName('US', country)).toBe(expected);
  });

  it('stays in its folder and within what file systems take, whatever the server says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aB./\\\0\n :é漢😀'), maxLength: 400, size: 'max' }),
        (country) => {
          const name = fileName('US', country);
          expect(name).toMatch(/^[^./\\\0][^/\\\0]*\.gif$/u);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        },
      ),
      { seed: 42, examples: [['漢'.repeat(400)], ['😀'.repeat(400)]] },
    );
  });
});

/** How text looks on a terminal. Colours are numbers of its palette from 0 to 255, or as CSS says them. */
export interface Look {
  readonly color?: number | string;
  readonly background?: number | string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** Text of which nothing is said. */
export const PLAIN: Look = {};

/** What single codes of "select graphic rendition" change; `undefined` takes something back. */
const CHANGES: Readonly<Record<number, { readonly [field in keyof Look]: Look[field] | undefined }>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: undefined, dim: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  27: { inverse: undefined },
  39: { color: undefined },
  49: { background: undefined },
};

/** The look after the codes of one control sequence; 0, or none at all, is plain again. */
export function lookAfter(before: Look, codes: readonly number[]): Look {
  let look = before;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) look = PLAIN;
    else if (code in CHANGES) look = { ...look, ...CHANGES[code] } as Look;
    else if (code === 38 || code === 48) {
      const field = code === 38 ? 'color' : 'background';
      const isPalette = codes[i + 1] === 5;
      look = { ...look, [field]: isPalette ? codes[i + 2] : `rgb(${codes.slice(i + 2, i + 5).join(' ')})` };
      i += isPalette ? 2 : 4;
    } else look = { ...look, ...ofPalette(code) };
  }
  return look;
}

/** The sixteen first colours have codes of their own, for text and for what is behind it. */
function ofPalette(code: number): Look {
  const tens = Math.floor(code / 10);
  const color = (code % 10) + (tens >= 9 ? 8 : 0);
  if (tens === 3 || tens === 9) return { color };
  return tens === 4 || tens === 10 ? { background: color } : {};
}

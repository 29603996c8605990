import { escapeHtml } from '../../lib/escape-html.ts';
import type { Look } from './look.ts';
import type { Cell } from './screen.ts';

const FOREGROUND = '#d6deeb';
const BACKGROUND = '#0d1420';

/** The first sixteen colours of the palette: black, red, green, yellow, blue, magenta, cyan, white, and brighter ones. */
const NAMED = [
  ...['#3b4252', '#f2777a', '#8fd18f', '#f0c674', '#6cb6ff', '#d19ae8', '#62d0d0', '#d6deeb'],
  ...['#7b88a1', '#ff9a9c', '#b2e8b2', '#ffe08a', '#99ccff', '#e6b8f7', '#8eeaea', '#ffffff'],
];

/** The steps of red, green and blue in the cube of colours 16 to 231. */
const CUBE_STEPS = [0, 95, 135, 175, 215, 255];

/** A page with a terminal's window, `#terminal`, in which lines stand. */
export function screenPage(lines: readonly (readonly Cell[])[]): string {
  // 13.29px make a column 8px wide, so that no seams show between blocks.
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: transparent; }
    #terminal { display: inline-block; padding: 18px 22px; border-radius: 10px; color: ${FOREGROUND}; background: ${BACKGROUND}; }
    pre { margin: 0; font: 13.29px/18px 'DejaVu Sans Mono', 'Liberation Mono', monospace; }
  </style><div id="terminal"><pre>${lines.map(lineHtml).join('\n')}</pre></div>`;
}

/** Neighbours that look alike share an element. */
function lineHtml(cells: readonly Cell[]): string {
  const pieces: { style: string; text: string }[] = [];
  for (const { text, look } of cells) {
    const style = styleOf(look);
    const last = pieces.at(-1);
    if (last?.style === style) last.text += text;
    else pieces.push({ style, text });
  }
  return pieces
    .map(({ style, text }) => (style === '' ? escapeHtml(text) : `<span style="${style}">${escapeHtml(text)}</span>`))
    .join('');
}

function styleOf({ color, background, bold, dim, italic, underline, inverse }: Look): string {
  const front = color === undefined ? undefined : css(color);
  const back = background === undefined ? undefined : css(background);
  const [text, behind] = inverse === true ? [back ?? BACKGROUND, front ?? FOREGROUND] : [front, back];
  const rules = [
    text !== undefined && `color: ${text}`,
    behind !== undefined && `background: ${behind}`,
    bold === true && 'font-weight: bold',
    dim === true && 'opacity: 0.65',
    italic === true && 'font-style: italic',
    underline === true && 'text-decoration: underline',
  ];
  return rules.filter((rule) => rule !== false).join('; ');
}

function css(color: number | string): string {
  if (typeof color === 'string') return color;
  if (color < 16) return NAMED[color]!;
  if (color >= 232)
    return `rgb(${Array(3)
      .fill(8 + (color - 232) * 10)
      .join(' ')})`;
  const place = color - 16;
  const steps = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6];
  return `rgb(${steps.map((step) => CUBE_STEPS[step]).join(' ')})`;
}

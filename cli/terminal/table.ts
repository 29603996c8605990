import Table from 'cli-table3';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** A table without lines: columns apart by two spaces, as curl and hyperfine print, so that scripts can cut it too. */
export function plainTable(head: readonly string[], colAligns: readonly ('left' | 'right')[]): Table.Table {
  return new Table({
    head: [...head],
    colAligns: [...colAligns],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
}

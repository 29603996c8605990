import type { Output } from './output.ts';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Programs that say in TERM_PROGRAM who they are, and make links. */
const LINKING_PROGRAMS = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'zed', 'Hyper', 'Tabby'];

/** Those that say so in TERM. */
const LINKING_TERMS = ['xterm-kitty', 'xterm-ghostty', 'alacritty', 'foot', 'wezterm'];

/** From this version on, the terminals of GNOME and its kin make links: 0.50.1. */
const FIRST_LINKING_VTE = 5001;

/** Whether text may be coloured: on a terminal, unless somebody wants none (https://no-color.org). */
export function hasColours({ isTTY }: Pick<Output, 'isTTY'>, { NO_COLOR = '', TERM }: Variables): boolean {
  return isTTY && NO_COLOR === '' && TERM !== 'dumb';
}

/** Whether text may be a link, as OSC 8 has them: on terminals that are known for it, for others may print the address. */
export function hasLinks({ isTTY }: Pick<Output, 'isTTY'>, env: Variables): boolean {
  const { TERM = '', TERM_PROGRAM = '', VTE_VERSION = '0', WT_SESSION, TMUX } = env;
  if (!isTTY || TMUX !== undefined) return false;
  return (
    WT_SESSION !== undefined ||
    LINKING_PROGRAMS.includes(TERM_PROGRAM) ||
    LINKING_TERMS.includes(TERM) ||
    Number(VTE_VERSION) >= FIRST_LINKING_VTE
  );
}

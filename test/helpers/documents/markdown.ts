/** One fenced block of a Markdown text. */
export interface CodeBlock {
  readonly language: string;
  /** What follows the language on the opening line. */
  readonly info: string;
  readonly code: string;
  /** The line of its opening, from 1. */
  readonly line: number;
}

/** One command of a `console` block and what it prints. */
export interface Example {
  readonly command: string;
  readonly output: string;
}

/** The fenced blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    info: match[2]!,
    code: match[3]!,
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}

/** What the headings of a Markdown text can be linked by, as GitHub makes it. */
export function anchors(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCodeBlocks(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const anchor = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** Where the links and pictures of a Markdown text lead, in order. */
export function links(markdown: string): string[] {
  const text = withoutCodeBlocks(markdown).replaceAll(/`[^`\n]*`(?!\]\()/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

function withoutCodeBlocks(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** The examples of a `console` block: each `$ command`, and the lines up to the next. */
export function examples(code: string): Example[] {
  return code
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...lines] = text.trimEnd().split('\n');
      return { command, output: lines.join('\n') };
    });
}

/** The words of a command line; quotes keep words together. A comment ends it. */
export function words(command: string): string[] {
  const parts = command.replace(/(^|\s)#.*$/, '').match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return parts.map((part) => part.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

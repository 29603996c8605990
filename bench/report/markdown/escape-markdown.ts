/** Makes text say itself within a line of Markdown: nothing of it is markup, a table's edge or a mention of somebody. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .trim()
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/[\\`*_[\]<>|~$&]/g, '\\$&')
      // At the beginning these make a heading, an item of a list or a line across, if a space or nothing follows.
      .replace(/^[#+=-]+(?= |$)/, '\\$&')
      .replace(/^(\d+)([.)])(?= |$)/, '$1\\$2')
      // A backslash does not keep GitHub from calling a person or linking an issue; an empty comment does.
      .replaceAll(/(?<!\w)([@#])(?=\w)/g, '$1<!-- -->')
  );
}

/** Text as code within a line of Markdown, letter by letter. */
export function markdownCode(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // The spaces are taken off when it is shown, and keep a backtick at the edge apart from the fence.
  const padding = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

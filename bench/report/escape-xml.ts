import { escapeHtml } from '../../lib/escape-html.ts';

/** What XML 1.0 cannot hold even as a reference: most control characters, halves of a surrogate pair, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Makes text safe in XML, as content and in quoted attributes, where tabs and line ends would turn into spaces. */
export function escapeXml(text: string): string {
  return escapeHtml(text.replace(NOT_XML, '\uFFFD')).replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}

import { escapeHtml } from '../../lib/escape-html.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  code { font-size: 1.05em; }
  dt { font-weight: 600; margin-top: .75rem; }
  ul.flags { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 1.25rem; }
  ul.flags a { color: inherit; text-decoration: none; }
  ul.flags img { width: 100%; aspect-ratio: 4 / 3; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
`;

/** A page in the lab's plain style. `body` is HTML already. */
export function page(title: string, body: string): string {
  const heading = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><style>${STYLE}</style></head>
<body><h1>${heading}</h1>${body}</body>
</html>
`;
}

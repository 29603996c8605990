import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** The pages, by the names of their HTML files in web/. */
const PAGES = ['report', 'mojifinder'];

const WEB = fileURLToPath(new URL('../web/', import.meta.url));

/**
 * Builds a page into one file that needs no other: its script and its style are in it.
 *
 * @param name of its HTML file in web/, without the ending
 * @param folder where the file goes; made when it is not there
 */
export async function buildPage(name: string, folder: string): Promise<void> {
  const built = await build({
    root: WEB,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      license: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(WEB, `${name}.html`) },
    },
  });
  const { output } = built as Rolldown.RolldownOutput;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.html`);
  // Whoever reads it meanwhile finds the old one or the new one, whole.
  writeFileSync(`${file}.part`, inOneFile(output));
  renameSync(`${file}.part`, file);
}

function inOneFile(output: Rolldown.RolldownOutput['output']): string {
  const texts = output.map((file) => ({ name: file.fileName, text: file.type === 'chunk' ? file.code : file.source }));
  const contentOf = (address: string) => String(texts.find(({ name }) => address.endsWith(name))?.text ?? '');
  const html = String(texts.find(({ name }) => name.endsWith('.html'))?.text);
  const licenses = contentOf('.vite/license.md').replaceAll('-->', '');
  return html
    .replace(/<script type="module"[^>]* src="([^"]+)"><\/script>/g, (_, address: string) => {
      return `<script type="module">${contentOf(address).replaceAll(/<(?=\/script|!--)/g, String.raw`\x3c`)}</script>`;
    })
    .replace(/<link rel="stylesheet"[^>]* href="([^"]+)">/g, (_, address: string) => {
      return `<style>${contentOf(address)}</style>`;
    })
    .replace('</html>', () => `<!--\n${licenses}-->\n</html>`);
}

/** Builds every page. */
export async function buildPages(folder: string): Promise<void> {
  for (const name of PAGES) await buildPage(name, folder);
}

if (import.meta.main) await buildPages(join(WEB, 'dist'));

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** The pages of one file each, by the names of their HTML files in web/. */
const PAGES = ['report', 'mojifinder'];

/** The page whose script and style are files of their own, since its policy lets nothing else run. */
const LIVE = 'live';

const WEB = fileURLToPath(new URL('../web/', import.meta.url));

/**
 * Builds a page into one file that needs no other: its script and its style are in it.
 *
 * @param name of its HTML file in web/, without the ending
 * @param folder where the file goes; made when it is not there
 */
export async function buildPage(name: string, folder: string): Promise<void> {
  const { output } = await built(name, {});
  write(folder, `${name}.html`, inOneFile(output));
}

/**
 * Builds the live page: `index.html`, `live.js` and `live.css`, which it asks for below `/page/`.
 *
 * @param folder where they go, in one called `live`
 */
export async function buildLivePage(folder: string): Promise<void> {
  const { output } = await built(LIVE, {
    base: '/page/',
    names: { entryFileNames: `${LIVE}.js`, assetFileNames: `${LIVE}[extname]` },
  });
  for (const file of output) {
    const text = file.type === 'chunk' ? file.code : String(file.source);
    if (/\.(html|js|css)$/.test(file.fileName))
      write(join(folder, LIVE), file.fileName.replace(`${LIVE}.html`, 'index.html'), text);
  }
}

async function built(
  name: string,
  { base = '/', names = {} }: { readonly base?: string; readonly names?: Rolldown.OutputOptions },
): Promise<Rolldown.RolldownOutput> {
  const output = await build({
    root: WEB,
    base,
    configFile: false,
    logLevel: 'warn',
    // Whatever NODE_ENV says: what is published holds no paths of the machine that built it.
    oxc: { jsx: { development: false } },
    build: {
      write: false,
      target: 'es2022',
      license: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(WEB, `${name}.html`), output: names },
    },
  });
  return output as Rolldown.RolldownOutput;
}

/** Whoever reads it meanwhile finds the old one or the new one, whole. */
function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(`${file}.part`, text);
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
  await buildLivePage(folder);
}

if (import.meta.main) await buildPages(join(WEB, 'dist'));

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../cli/program.ts';
import { DOCUMENTS, profilesSchema, proxiesSchema, summarySchema, withParts } from '../scripts/docs.ts';
import { FAULT_KINDS } from '../servers/faults/kinds/registry.ts';
import { readProxies } from '../servers/proxies/read-proxies.ts';
import {
  closeStage,
  firstLineOf,
  recipeOf,
  runDocumented,
  type Stage,
  shown,
  startStage,
} from './helpers/documents/documented-command.ts';
import { anchors, type CodeBlock, codeBlocks, examples, links, words } from './helpers/documents/markdown.ts';
import { printedLines, promisedLines, typeErrors } from './helpers/documents/script-examples.ts';
import { unknownOptions } from './helpers/documents/unknown-options.ts';
import { MemoryContext } from './helpers/memory-context.ts';
import { ROOT } from './helpers/source-tree.ts';

/** The most that a picture may have, so that a page with two of them loads at once. */
const PICTURE_BYTES = 300_000;

/** As long as the slowest example may take: `make bench` measures in real time. */
const EXAMPLE_MS = 300_000;

const texts = new Map(DOCUMENTS.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
const blocks = [...texts].flatMap(([path, text]) =>
  codeBlocks(text).map((block) => ({ path, ...block, code: fromFolderOf(path, block.code) })),
);
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts;

/** The languages of blocks that are whole files of this repository: those run as what they are. */
const WHOLE_FILES = ['typescript', 'javascript', 'python'];

/** What the documents call that is none of the lab's. */
const OTHER_PROGRAMS = ['git', 'cd', 'curl', 'docker', 'kubectl', 'redis-server'];

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

beforeEach(() => stage.lab.reset());

afterAll(() => closeStage(stage));

/** Code whose relative imports, which a document writes as from its own folder, lead there from anywhere. */
function fromFolderOf(path: string, code: string): string {
  return code.replaceAll(/(?<= from ')\.[^']+/g, (specifier) => join(ROOT, dirname(path), specifier));
}

/** The blocks of a language, each with a title for its test. */
function blocksOf(...languages: readonly string[]): (CodeBlock & { title: string })[] {
  const ofLanguage = blocks.filter(({ language }) => languages.includes(language));
  return ofLanguage.map((block) => ({ ...block, title: `${block.path}:${block.line}` }));
}

/**
 * What two runs of one command have in common. In a block that says `measured`, figures with a unit or a fraction are not
 * compared, nor how far apart the columns are because of them. In one that says `observed` only the first line is, and no
 * more is waited for: what comes after it is what was seen once.
 */
function comparable(output: string, info: string): string {
  if (info === 'observed') return output.split('\n', 1)[0]!;
  const lines = output.replaceAll(/^Date: .*$/gm, 'Date: #');
  if (info !== 'measured') return lines;
  return lines.replaceAll(/\d+\.\d+|\d+(?= ?(?:ms|s|\/s|%|x|MB)(?!\w))/g, '#').replaceAll(/ +/g, ' ');
}

describe('every code block', () => {
  it('is in a language that is run or checked here', () => {
    expect(blocksOf('console').length).toBeGreaterThan(0);
    expect(blocksOf('ts', 'js').length).toBeGreaterThan(0);
    const unchecked = blocks.filter(
      ({ language }) => !['console', 'ts', 'js', 'sh', 'jsonc', ...WHOLE_FILES].includes(language),
    );
    expect(unchecked.map(({ path, line }) => `${path}:${line}`)).toEqual([]);
  });

  it.each(blocksOf('console'))(
    'prints what $title says',
    async ({ code, info }) => {
      expect(examples(code)).not.toEqual([]);
      for (const { command, output } of examples(code)) {
        const printed =
          info === 'observed' ? await firstLineOf(command, stage) : shown(await runDocumented(command, stage), output);
        expect(comparable(printed, info), command).toBe(comparable(output, info));
      }
    },
    EXAMPLE_MS,
  );

  it.each(blocksOf('ts', 'js'))('runs, and logs what the comments of $title say', async (block) => {
    const [printed] = await printedLines([block], stage.folder);
    expect(promisedLines(block.code)).not.toEqual([]);
    expect(printed).toEqual(promisedLines(block.code));
  });

  it('is a whole file of the recipes, which run where the package is installed', () => {
    const files = globSync('examples/*/*', { cwd: ROOT, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
    expect(blocksOf(...WHOLE_FILES).filter(({ code }) => !files.includes(code))).toEqual([]);
  });

  it('keeps to the types', async () => {
    expect(await typeErrors(blocksOf('ts'), stage.folder)).toBe('');
  });

  it.each(blocksOf('jsonc'))('is a list of proxies that can be read: $title', ({ code }) => {
    expect(readProxies('proxies.jsonc', code).proxies).not.toEqual([]);
  });

  it.each(blocksOf('sh'))('calls only what there is: $title', ({ code }) => {
    for (const line of code.replaceAll('\\\n', ' ').split('\n')) expect(unknownIn(line), line).toEqual([]);
  });
});

/** What a line of a shell block asks for that there is not. */
function unknownIn(line: string): string[] {
  // What is to outlive its terminal begins a session.
  const [program, ...args] = words(line.replace(/^setsid /, ''));
  if (program === undefined || OTHER_PROGRAMS.includes(program)) return [];
  if (program === 'npm' && args[0] === 'run') return args[1]! in scripts ? [] : [args[1]!];
  if (program === 'make') return unknownIn(recipeOf(args).replace('npm run --silent', 'npm run'));
  return program === 'npx' && args.shift() === 'flaglab' ? unknownOptions(args) : [line];
}

/** Whether a document's link leads to a file, and where it says so to a heading in it. */
function leadsSomewhere(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (anchor === undefined) return existsSync(join(ROOT, target));
  return anchors(texts.get(target) ?? '').includes(anchor);
}

describe('the prose', () => {
  it('has what `npm run docs` takes from the code', () => {
    const reference = texts.get('docs/reference.md')!;
    for (const { name } of FAULT_KINDS) expect(reference).toContain(`| ${name} `);
    for (const command of program(new MemoryContext(), () => {}).commands)
      expect(reference).toContain(`npx flaglab ${command.name()}\n`);
    for (const text of texts.values()) expect(text.split('\n')).toEqual(withParts(text).split('\n'));
  });

  it.each([
    ['what a bench writes', 'bench/result/summary.schema.json', summarySchema],
    ['the profiles that a command reads', 'servers/control/profiles.schema.json', profilesSchema],
    ['the proxies that a command reads', 'servers/proxies/proxies.schema.json', proxiesSchema],
  ])('publishes the schema of %s as it is', (_, path, schema) => {
    expect(readFileSync(join(ROOT, path), 'utf8').split('\n')).toEqual(schema().split('\n'));
  });

  it('links to files that are there, and to headings in them', () => {
    expect(anchors('# A `b`: c_d\n## A b\n```sh\n# no heading\n```\n## A b')).toEqual(['a-b-c_d', 'a-b', 'a-b-1']);
    expect(links('[a](b.md#c) ![d](e.png) `[f](g)`')).toEqual(['b.md#c', 'e.png']);
    const broken = [...texts].flatMap(([path, text]) =>
      links(text)
        .filter((link) => !/^https?:/.test(link) && !leadsSomewhere(path, link))
        .map((link) => `${path} links to ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('has pictures that are small, and say in words what they show', () => {
    const pictures = [...texts].flatMap(([path, text]) =>
      [...text.matchAll(/!\[(.*?)\]\((\S+)\)/g)].map(([, words, file]) => ({
        words,
        file: join(dirname(path), file!),
      })),
    );
    expect(pictures).not.toEqual([]);
    for (const { words, file } of pictures) {
      expect(words, file).not.toBe('');
      expect(statSync(join(ROOT, file)).size, file).toBeLessThanOrEqual(PICTURE_BYTES);
    }
  });

  it.each(DOCUMENTS)('of %s calls the command line in one way: npx flaglab', (path) => {
    const otherWays = /(?:node (?:bin|cli)\/\S+|npm exec flaglab|\.\/node_modules\/\.bin\/flaglab)/;
    expect(texts.get(path)).not.toMatch(otherWays);
  });
});

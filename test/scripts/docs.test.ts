import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../cli/program.ts';
import { summarySchema, withParts } from '../../scripts/docs.ts';
import { FAULT_KINDS } from '../../servers/faults/kinds/registry.ts';
import { closeStage, recipeOf, runDocumented, type Stage, shown, startStage } from '../helpers/documented-command.ts';
import { type CodeBlock, codeBlocks, examples, words } from '../helpers/markdown.ts';
import { MemoryContext } from '../helpers/memory-context.ts';
import { ROOT } from '../helpers/source-tree.ts';

/** As long as the slowest example may take: `make bench` measures in real time. */
const EXAMPLE_MS = 300_000;

const documents = ['README.md', 'CONTRIBUTING.md', 'flags-data/README.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
const texts = new Map(documents.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
const blocks = [...texts].flatMap(([path, text]) => codeBlocks(text).map((block) => ({ path, ...block })));
const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts;

/** The language of blocks that are whole files of this repository: those run as what they are. */
const WHOLE_FILE = 'typescript';

const run = promisify(execFile);
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

beforeEach(() => stage.lab.reset());

afterAll(() => closeStage(stage));

/** The blocks of a language, each with a title for its test. */
function blocksOf(...languages: readonly string[]): (CodeBlock & { title: string })[] {
  const ofLanguage = blocks.filter(({ language }) => languages.includes(language));
  return ofLanguage.map((block) => ({ ...block, title: `${block.path}:${block.line}` }));
}

/**
 * What two runs of one command have in common. In a block that says `measured`, figures with a unit or a fraction are not
 * compared, nor how far apart the columns are because of them.
 */
function comparable(output: string, info: string): string {
  const lines = output.replaceAll(/^Date: .*$/gm, 'Date: #');
  if (info !== 'measured') return lines;
  return lines.replaceAll(/\d+\.\d+|\d+(?= ?(?:ms|s|\/s|%|x|MB)(?!\w))/g, '#').replaceAll(/ +/g, ' ');
}

describe('every code block', () => {
  it('is in a language that is run or checked here', () => {
    expect(blocksOf('console').length).toBeGreaterThan(0);
    expect(blocksOf('ts', 'js').length).toBeGreaterThan(0);
    const unchecked = blocks.filter(({ language }) => !['console', 'ts', 'js', 'sh', WHOLE_FILE].includes(language));
    expect(unchecked.map(({ path, line }) => `${path}:${line}`)).toEqual([]);
  });

  it.each(blocksOf('console'))(
    'prints what $title says',
    async ({ code, info }) => {
      expect(examples(code)).not.toEqual([]);
      for (const { command, output } of examples(code)) {
        const printed = shown(await runDocumented(command, stage), output);
        expect(comparable(printed, info), command).toBe(comparable(output, info));
      }
    },
    EXAMPLE_MS,
  );

  it.each(blocksOf('ts', 'js'))('runs, and logs what the comments of $title say', async ({ code, language }) => {
    const file = join(stage.folder, `example.${language === 'ts' ? 'm' : ''}${language}`);
    writeFileSync(file, code.replaceAll("'flaglab'", `'${pathToFileURL(join(ROOT, 'index.ts'))}'`));
    const { stdout } = await run(process.execPath, [file]);
    const promised = [...code.matchAll(/^.*console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(promised).not.toEqual([]);
    expect(stdout.trimEnd().split('\n')).toEqual(promised);
  });

  it('keeps to the types', async () => {
    const files = blocksOf('ts').map(({ code }, i) => {
      writeFileSync(join(stage.folder, `typed-${i}.mts`), code);
      return `typed-${i}.mts`;
    });
    const tsconfig = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { paths: { flaglab: [join(ROOT, 'index.ts')] }, typeRoots: [join(ROOT, 'node_modules/@types')] },
      include: files,
    };
    writeFileSync(join(stage.folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout } = await run(compiler, ['--project', stage.folder]).catch((failed: { stdout: string }) => failed);
    expect(stdout).toBe('');
  });

  it.each(blocksOf('sh'))('calls only what there is: $title', ({ code }) => {
    for (const line of code.replaceAll('\\\n', ' ').split('\n')) expect(unknownIn(line), line).toEqual([]);
  });
});

/** What a line of a shell block asks for that there is not. */
function unknownIn(line: string): string[] {
  const [program, ...args] = words(line);
  if (program === undefined || ['git', 'cd', 'curl'].includes(program)) return [];
  if (program === 'npm' && args[0] === 'run') return args[1]! in scripts ? [] : [args[1]!];
  if (program === 'make') return unknownIn(recipeOf(args).replace('npm run --silent', 'npm run'));
  return program === 'npx' && args.shift() === 'flaglab' ? unknownOptions(args) : [line];
}

/** Reads a command line with the command's own options, whose values it checks, and returns what no option is. */
function unknownOptions([name, ...args]: string[]): string[] {
  const command = program(new MemoryContext(), () => {}).commands.find((candidate) => candidate.name() === name);
  return command === undefined ? [`flaglab ${name}`] : command.parseOptions(args).unknown;
}

describe('the prose', () => {
  it('has what `npm run docs` takes from the code', () => {
    const readme = texts.get('README.md')!;
    for (const { name } of FAULT_KINDS) expect(readme).toContain(`| ${name} `);
    for (const command of program(new MemoryContext(), () => {}).commands)
      expect(readme).toContain(`npx flaglab ${command.name()}\n`);
    expect(readme.split('\n')).toEqual(withParts(readme).split('\n'));
  });

  it('publishes the schema of what a bench writes as it is', () => {
    const published = readFileSync(join(ROOT, 'bench/result/summary.schema.json'), 'utf8');
    expect(published.split('\n')).toEqual(summarySchema().split('\n'));
  });

  it('links to files that are there', () => {
    const broken = [...texts].flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target]) => join(dirname(path), target!))
        .filter((target) => !existsSync(join(ROOT, target))),
    );
    expect(broken).toEqual([]);
  });

  it.each(documents)('of %s calls the command line in one way: npx flaglab', (path) => {
    const otherWays = /(?:node (?:bin|cli)\/\S+|npm exec flaglab|\.\/node_modules\/\.bin\/flaglab)/;
    expect(texts.get(path)).not.toMatch(otherWays);
  });
});

// Writes again what the documents and the published schemas take from the code: `npm run docs`. With `-- --examples [path]` it runs
// the examples too, or those of documents whose path begins so, and writes down what they print.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import type { Argument, Command, Option } from 'commander';
import { z } from 'zod';
import { PLACEHOLDERS } from '../bench/command/command-template.ts';
import { markdownTable } from '../bench/report/markdown/markdown-table.ts';
import { FIGURES, type Figure, figureMeaning } from '../bench/result/figures.ts';
import { resultSchema } from '../bench/result/result.ts';
import { processContext } from '../cli/process-context.ts';
import { program } from '../cli/program.ts';
import { WORDS } from '../cli/result-text/words.ts';
import { STRATEGIES } from '../clients/strategies.ts';
import { DISTRIBUTION_FORMS, distributionSchema, parseDistribution } from '../lib/chance/distribution.ts';
import { draw } from '../lib/chance/draw.ts';
import { sampleDistribution } from '../lib/chance/sample-distribution.ts';
import { schemaOf } from '../lib/schema/schema-of.ts';
import { profilesFile } from '../servers/control/schemas.ts';
import { explainText, explainWhere } from '../servers/faults/contract/explain-text.ts';
import { delay } from '../servers/faults/kinds/delay.ts';
import { FAULT_KINDS } from '../servers/faults/kinds/registry.ts';
import { PRESETS } from '../servers/lab/presets.ts';
import { SYSTEM_SERVERS } from '../servers/lab/systems.ts';
import { proxiesFile } from '../servers/proxies/proxies-schema.ts';
import { verdictSchema } from '../servers/records/verdict-schema.ts';

type Row = readonly string[];

/** Every document of the repository, as its path from there. */
export const DOCUMENTS: readonly string[] = globSync(
  ['*.md', 'docs/**/*.md', '{flags-data,lib,servers,clients,bench,lessons}/**/README.md'],
  { cwd: new URL('..', import.meta.url) },
).sort();

const SUMMARY_SCHEMA = new URL('../bench/result/summary.schema.json', import.meta.url);
const PROFILES_SCHEMA = new URL('../servers/control/profiles.schema.json', import.meta.url);
const PROXIES_SCHEMA = new URL('../servers/proxies/proxies.schema.json', import.meta.url);
const EXAMPLES = new URL('../examples/', import.meta.url);
const PART = /(<!-- from the code: (.+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** What can be taken from the code, by the name that it has in the text. */
const PARTS: Readonly<Record<string, () => string>> = {
  servers: () => table(['label', 'port', 'faults'], PRESETS.map(serverRow)),
  'servers of other systems': () =>
    table(['label', 'port', 'started by', 'faults that it takes'], SYSTEM_SERVERS.map(systemRow)),
  faults: () => table(['fault', 'for example', 'what it does', 'what the client sees'], FAULT_KINDS.map(faultRow)),
  distributions: () => table(['delay', 'what it is'], Object.entries(explainText(delay)).map(distributionRow)),
  'options of faults': () => table(['fault', 'option', 'what it means'], FAULT_KINDS.flatMap(faultOptionRows)),
  'which requests': () => table(['option', 'what it means'], Object.entries(explainWhere()).map(whereRow)),
  'vectors of fates': () => table(['what', 'value'], vectorRows()),
  strategies: () => table(['strategy', 'how', 'default m', 'most m'], STRATEGIES.map(strategyRow)),
  words: () => table(['word', 'meaning'], WORDS.map(wordRow)),
  figures: () => table(['figure', 'in JSON', 'what it is'], FIGURES.map(figureRow)),
  verdict: () => table(['field', 'what it is'], Object.entries(verdictSchema.shape).map(fieldRow)),
  placeholders: () => table(['in a command', 'what it stands for'], Object.entries(PLACEHOLDERS).map(placeholderRow)),
  'the test of a retrying client': () => wholeFile('vitest/retrying-client.test.ts'),
  'the same in node:test': () => wholeFile('node-test/retrying-client.node-test.mts'),
  'a test for Jest': () => wholeFile('jest/retrying-client.test.mjs'),
  'a test for Jest in CommonJS': () => wholeFile('jest/commonjs.test.cjs'),
  'a test for Playwright': () => wholeFile('playwright/opening-hours.spec.ts'),
  'a fixture for pytest': () => wholeFile('pytest/conftest.py'),
  'tests for pytest': () => wholeFile('pytest/test_retries.py'),
  commands: () =>
    program(processContext(), () => {})
      .commands.flatMap((command) => [command, ...command.commands])
      .map(commandPart)
      .join('\n\n'),
};

/**
 * A Markdown text with every part between `<!-- from the code: NAME -->` and `<!-- end -->` made anew.
 *
 * @throws TypeError for a name that stands for no part
 */
export function withParts(markdown: string): string {
  return markdown.replace(PART, (_, begin: string, name: string, end: string) => {
    const part = PARTS[name];
    if (part === undefined) throw new TypeError(`Expected \`name\` to be one of ${Object.keys(PARTS)}, got ${name}`);
    return `${begin}\n${part()}\n\n${end}`;
  });
}

/** The JSON Schema of summary.json and of `bench --json`, as text. */
export function summarySchema(): string {
  return `${JSON.stringify(z.toJSONSchema(resultSchema), undefined, 2)}\n`;
}

/** The JSON Schema of the files that `--profile` reads, as text. */
export function profilesSchema(): string {
  return inputSchema(profilesFile);
}

/** The JSON Schema of the files that `proxy --config` reads, as text. */
export function proxiesSchema(): string {
  return inputSchema(proxiesFile);
}

function inputSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', reused: 'ref' }), undefined, 2)}\n`;
}

/** What the files of an ending are written in. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
};

function wholeFile(example: string): string {
  const language = LANGUAGES[example.split('.').at(-1)!];
  return `\`\`\`${language}\n${readFileSync(new URL(example, EXAMPLES), 'utf8')}\`\`\``;
}

function serverRow({ label, port, faults }: (typeof PRESETS)[number]): Row {
  return [label, String(port), faults.map(code).join(' ') || 'none'];
}

function systemRow({ label, port, system, takes }: (typeof SYSTEM_SERVERS)[number]): Row {
  return [label, String(port), code(`serve ${system}`), takes?.join(', ') ?? 'all'];
}

function faultRow({ name, example, summary, clientSees }: (typeof FAULT_KINDS)[number]): Row {
  return [name, code(example), summary, clientSees];
}

function distributionRow([form, meaning]: readonly [string, string]): Row {
  return [code(`delay=${form}`), meaning];
}

/** What can be written of a fault, without the distributions, which are the same for all. */
function faultOptionRows(kind: (typeof FAULT_KINDS)[number]): Row[] {
  const distributions = explainText(delay);
  const options = Object.entries(explainText(kind)).filter(([option]) => !(option in distributions));
  return options.map(([option, meaning]) => [
    kind.name,
    code(/^[=@]/.test(option) ? `${kind.name}${option}` : option),
    meaning,
  ]);
}

function whereRow([option, meaning]: readonly [string, string]): Row {
  return [code(option), meaning];
}

/** The stream of which the documents show draws and durations. */
const VECTORS = { seed: 42, label: 'ERROR', fault: 'delay', key: 'GET /flags/br/br.gif', attempt: 1 };

function vectorRows(): Row[] {
  const u = (n: number) => draw(VECTORS, n);
  const duration = (form: string) => sampleDistribution(schemaOf(distributionSchema).parse(parseDistribution(form)), u);
  return [
    ...[0, 1].map((n) => [`draw ${n}`, u(n).toFixed(9)]),
    ...Object.values(DISTRIBUTION_FORMS).map((form) => [code(form), `${duration(form).toFixed(9)} ms`]),
  ];
}

function strategyRow({ name, summary, defaultM, maxM }: (typeof STRATEGIES)[number]): Row {
  return [name, summary, String(defaultM), String(maxM)];
}

function wordRow({ word, meaning }: (typeof WORDS)[number]): Row {
  return [word, meaning];
}

function figureRow(figure: Figure): Row {
  return [code(figure.name), code(figure.field), figureMeaning(figure)];
}

function fieldRow([name, { description = '' }]: readonly [string, { readonly description?: string | undefined }]): Row {
  return [code(name), description];
}

function placeholderRow([name, meaning]: readonly [string, string]): Row {
  return [code(`{${name}}`), meaning];
}

/** A command's heading, what it does, and its arguments and options. */
function commandPart(command: Command): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  const rows = [...command.registeredArguments.map(argumentRow), ...options.map(optionRow)];
  const description = command.description();
  const sentence = `${description[0]?.toUpperCase()}${description.slice(1)}.`;
  const heading = `### npx ${fullName(command)}\n\n${sentence}`;
  return rows.length === 0 ? heading : `${heading}\n\n${table(['option', 'what it says', 'default'], rows)}`;
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function argumentRow(argument: Argument): Row {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return [code(name), argument.description, defaultCell(argument)];
}

function optionRow(option: Option): Row {
  return [code(option.flags), option.description, option.mandatory ? 'must be given' : defaultCell(option)];
}

function defaultCell({ defaultValue, defaultValueDescription }: Argument | Option): string {
  if (defaultValue === undefined || typeof defaultValue === 'boolean') return '';
  return code(defaultValueDescription ?? String(defaultValue));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: Row, rows: readonly Row[]): string {
  return markdownTable(
    heads.map((head) => ({ head })),
    rows,
  );
}

async function withOutputs(markdown: string): Promise<string> {
  const { outputsOf } = await import('../test/helpers/documents/documented-command.ts');
  return await outputsOf(markdown);
}

if (import.meta.main) {
  writeFileSync(SUMMARY_SCHEMA, summarySchema());
  writeFileSync(PROFILES_SCHEMA, profilesSchema());
  writeFileSync(PROXIES_SCHEMA, proxiesSchema());
  const [how, beginning = ''] = process.argv.slice(2);
  for (const path of DOCUMENTS) {
    const document = new URL(`../${path}`, import.meta.url);
    const text = withParts(readFileSync(document, 'utf8'));
    const isRun = how === '--examples' && path.startsWith(beginning);
    writeFileSync(document, isRun ? await withOutputs(text) : text);
  }
}

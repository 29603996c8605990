// Writes the tables of README.md again, from the code that they describe: `npm run docs`. With `-- --examples` it runs the
// examples too, and writes down what they print.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Argument, Command, Option } from 'commander';
import { program } from './cli/program.ts';
import { STRATEGIES } from './clients/strategies.ts';
import { delay } from './servers/faults/delay.ts';
import { FAULT_KINDS } from './servers/faults/registry.ts';
import { PRESETS } from './servers/presets.ts';

type Row = readonly string[];

const README = new URL('README.md', import.meta.url);
const TABLE = /(<!-- table: (.+) -->\n)[\s\S]*?(<!-- end of table -->)/g;

/**
 * A Markdown text with every table between `<!-- table: NAME -->` and `<!-- end of table -->` made anew. The names are
 * servers, faults, distributions, strategies, and the command lines such as `flaglab get`.
 *
 * @throws TypeError for a name that stands for no table
 */
export function withTables(markdown: string): string {
  return markdown.replace(TABLE, (_, begin: string, name: string, end: string) => {
    return `${begin}\n${tableNamed(name)}\n\n${end}`;
  });
}

function tableNamed(name: string): string {
  if (name === 'servers') return table(['label', 'port', 'faults'], PRESETS.map(serverRow));
  if (name === 'faults')
    return table(['fault', 'for example', 'what it does', 'what the client sees'], FAULT_KINDS.map(faultRow));
  if (name === 'distributions')
    return table(['delay', 'what it is'], Object.entries(delay.options).map(distributionRow));
  if (name === 'strategies') return table(['strategy', 'how', 'default m', 'most m'], STRATEGIES.map(strategyRow));
  const root = program(process, () => {});
  const command = root.commands.find((candidate) => `${root.name()} ${candidate.name()}` === name);
  if (command === undefined) throw new TypeError(`Expected \`name\` to be that of a table, got ${name}`);
  return table([name, 'what it says', 'default'], optionRows(command));
}

function serverRow({ label, port, faults }: (typeof PRESETS)[number]): Row {
  return [label, String(port), faults.map(code).join(' ') || 'none'];
}

function faultRow({ name, example, summary, clientSees }: (typeof FAULT_KINDS)[number]): Row {
  return [name, code(example), summary, clientSees];
}

function distributionRow([form, meaning]: readonly [string, string]): Row {
  return [code(`delay=${form}`), meaning];
}

function strategyRow({ name, summary, defaultM, maxM }: (typeof STRATEGIES)[number]): Row {
  return [name, summary, String(defaultM), String(maxM)];
}

function optionRows(command: Command): Row[] {
  const options = command.options.filter(({ hidden }) => !hidden);
  return [...command.registeredArguments.map(argumentRow), ...options.map(optionRow)];
}

function argumentRow(argument: Argument): Row {
  return [code(argument.variadic ? `${argument.name()}...` : argument.name()), argument.description, ''];
}

function optionRow({ flags, description, mandatory, negate, defaultValue, defaultValueDescription }: Option): Row {
  const value = defaultValue === undefined || negate ? '' : code(defaultValueDescription ?? String(defaultValue));
  return [code(flags), description, mandatory ? 'must be given' : value];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A Markdown table with its columns aligned, as the formatter leaves it. */
function table(head: Row, rows: readonly Row[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => [...row[column]!].length)));
  const line = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [first, ...others] = cells;
  return [line(first!), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

async function withOutputs(markdown: string): Promise<string> {
  const { outputsOf } = await import('./test/helpers/documented-command.ts');
  return await outputsOf(markdown);
}

if (import.meta.main) {
  const text = withTables(readFileSync(README, 'utf8'));
  writeFileSync(README, process.argv.includes('--examples') ? await withOutputs(text) : text);
}

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CONTROL_PORT } from '../../../cli/options/defaults.ts';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import { PRESETS } from '../../../servers/lab/presets.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { FLAGLAB, runFlaglab } from '../run-flaglab.ts';
import { ROOT } from '../source-tree.ts';
import { codeBlocks, examples, words } from './markdown.ts';

/** The sum of what a command prints. */
const SUM = ' | sha256sum';

/** Where a documented command runs: a folder for what it writes, in which the examples are, and a lab that stands for the one on the usual ports. */
export interface Stage {
  readonly lab: Lab;
  readonly control: Control;
  readonly folder: string;
}

/** Starts the servers and the control API that `npx flaglab serve` starts, on free ports. */
export async function startStage(): Promise<Stage> {
  const lab = await startLab(Object.fromEntries(PRESETS.map(({ label }) => [label, {}])), { threads: true });
  const control = await startControl(lab, { port: 0, host: undefined, open: false });
  const folder = mkdtempSync(join(tmpdir(), 'flaglab-docs-'));
  symlinkSync(join(ROOT, 'examples'), join(folder, 'examples'));
  return { lab, control, folder };
}

/** Ends what {@link startStage} started. */
export async function closeStage({ lab, control, folder }: Stage): Promise<void> {
  await Promise.all([control.close(), lab.close()]);
  rmSync(folder, { recursive: true, force: true });
}

/** A Markdown text with the output of each example in its `console` blocks made anew. */
export async function outputsOf(markdown: string): Promise<string> {
  const blocks = codeBlocks(markdown).filter(({ language }) => language === 'console');
  if (blocks.length === 0) return markdown;
  const stage = await startStage();
  let text = markdown;
  for (const { code } of blocks) {
    await stage.lab.reset();
    const renewed: string[] = [];
    for (const { command, output } of examples(code)) {
      renewed.push(`$ ${command}`, shown(await runDocumented(command, stage), output));
    }
    text = text.replace(code, () => `${renewed.join('\n')}\n`);
  }
  await closeStage(stage);
  return text;
}

/** As much of an output as is shown: where the text before ends in `…`, so many lines and no more. */
export function shown(output: string, before: string): string {
  const lines = output
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd()
    .split('\n');
  const linesBefore = before.split('\n');
  return linesBefore.at(-1) === '…' ? [...lines.slice(0, linesBefore.length - 1), '…'].join('\n') : lines.join('\n');
}

/**
 * Runs a command as a reader would type it and resolves to what it prints on stdout: `npx flaglab …`, `make …` and the
 * `curl -sD - -o /dev/null URL` that shows a response's headers; of `… | sha256sum` the sum, which whoever runs the tests need
 * have no program for. The addresses in it are those of the presets' ports.
 */
export async function runDocumented(command: string, stage: Stage): Promise<string> {
  if (command.endsWith(SUM)) {
    const printed = await runDocumented(command.slice(0, -SUM.length), stage);
    return `${createHash('sha256').update(printed).digest('hex')}  -`;
  }
  const [program, ...args] = words(command);
  if (program === 'make') return runDocumented(recipeOf(args), stage);
  if (program === 'curl') return await showHeaders(args, stage);
  if (program !== 'npx' || args.shift() !== 'flaglab') throw new TypeError(`Expected a command to run, got ${command}`);
  return withPresetPorts(args[0] === 'serve' ? await untilReady(args) : await runToEnd(args, stage), stage.lab);
}

/** The command that a goal of the Makefile comes to. */
export function recipeOf(args: readonly string[]): string {
  const { MAKEFLAGS, MAKELEVEL, MFLAGS, ...env } = process.env;
  const options = ['--dry-run', '--no-print-directory', '-C', ROOT, ...args];
  return execFileSync('make', options, { env, encoding: 'utf8' }).trim().split('\n').at(-1)!;
}

/** The first line that a command of `npx flaglab` prints on stdout; what would come after it is not waited for. */
export async function firstLineOf(command: string, stage: Stage): Promise<string> {
  const [program, name, ...args] = words(command);
  if (program !== 'npx' || name !== 'flaglab') throw new TypeError(`Expected npx flaglab, got ${command}`);
  const running = spawn(process.execPath, [FLAGLAB, ...addressed(args, stage)], { cwd: stage.folder });
  const ended = once(running, 'close');
  const { value } = await createInterface(running.stdout)[Symbol.asyncIterator]().next();
  running.kill('SIGINT');
  await ended;
  return value ?? '';
}

async function runToEnd(args: string[], stage: Stage): Promise<string> {
  const { code, stdout, stderr } = await runFlaglab(addressed(args, stage), { cwd: stage.folder });
  if (code !== 0) throw new Error(`exit code ${code} of ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

/** The arguments, with the addresses of the stage's servers added. */
function addressed(args: string[], stage: Stage): string[] {
  const { lab, control } = stage;
  const [command] = args;
  if (command === 'faults' && args.length > 2) return [...args, '--control', control.url];
  if (command === 'get') {
    const label = /(?:^| )(?:-s|--server)[ =](\w+)/.exec(args.join(' '))?.[1] ?? 'LOCAL';
    return [...args, '--base-url', `${lab.url(label)}/flags`];
  }
  if (command !== 'watch') return args;
  // watch … -- npx flaglab …
  const [, , program, name, ...inner] = args;
  if (program !== 'npx' || name !== 'flaglab') throw new TypeError(`Expected a client to watch, got ${args.join(' ')}`);
  const client = [process.execPath, FLAGLAB, ...addressed(inner, stage)];
  return ['watch', '--control', control.url, '--', ...client];
}

/** Starts servers on free ports, and stops them when they say that they are ready. */
async function untilReady(args: string[]): Promise<string> {
  const chosen = PRESETS.filter(({ label }) => args.includes(label));
  const ports = (chosen.length > 0 ? chosen : PRESETS).flatMap(({ label }) => ['--port', `${label}=0`]);
  const server = spawn(process.execPath, [FLAGLAB, ...args, ...ports, '--control-port', '0']);
  const lines: string[] = [];
  for await (const line of createInterface(server.stdout)) {
    lines.push(line);
    if (line === 'Ready') server.kill('SIGINT');
  }
  return lines.slice(0, lines.indexOf('Ready') + 1).join('\n');
}

/** What curl shows of a response's head; whoever runs the tests may have no curl. */
async function showHeaders(args: string[], { lab }: Stage): Promise<string> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      silent: { type: 'boolean', short: 's' },
      'dump-header': { type: 'string', short: 'D' },
      output: { type: 'string', short: 'o' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
    },
  });
  const headers = Object.fromEntries(values.header.map((header) => header.split(': ')));
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(toLab(positionals[0]!, lab), { headers }, resolve).on('error', reject);
  const response = await promise;
  response.resume();
  await once(response, 'end');
  const lines = [`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`];
  const { rawHeaders } = response;
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return lines.join('\n');
}

/** The address of the lab's server that stands for the one on that preset's port. */
function toLab(address: string, lab: Lab): URL {
  const url = new URL(address);
  const preset = PRESETS.find(({ port }) => String(port) === url.port);
  url.port = String(lab.server(preset!.label).port);
  return url;
}

/** Puts the presets' ports where the lab's are, and after the labels that `serve` prints. */
function withPresetPorts(text: string, lab: Lab): string {
  const ports = new Map([...PRESETS.map(({ label, port }) => [label, port] as const), ['CONTROL', CONTROL_PORT]]);
  return lab.servers
    .reduce((known, { url, label }) => known.replaceAll(`${url}/`, `http://localhost:${ports.get(label)}/`), text)
    .replaceAll(
      /^(\w+)( +http:\/\/localhost):\d+/gm,
      (_, label: string, host: string) => `${label}${host}:${ports.get(label)}`,
    );
}

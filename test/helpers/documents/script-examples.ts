import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../source-tree.ts';
import type { CodeBlock } from './markdown.ts';

/** A `ts` or `js` block that imports the package by its name, and says in comments what it logs. */
export interface ScriptExample extends Pick<CodeBlock, 'language' | 'code'> {
  /** What errors are to call it. */
  readonly title: string;
}

/** How long examples may run, on a busy machine too: one that leaves something open would never end. */
const RUN_MS = 100_000;

const PACKAGE = pathToFileURL(join(ROOT, 'index.ts'));
const RUNNER = fileURLToPath(new URL('../entries/run-examples.ts', import.meta.url));

const run = promisify(execFile);

/** What the lines with a console.log promise to print. */
export function promisedLines(code: string): string[] {
  return [...code.matchAll(/^.*console\.log\(.*\/\/ (.*)$/gm)].map(([, comment]) => comment!);
}

/** Runs examples one after another in a process of their own, and resolves to the lines that each of them prints. */
export async function printedLines(examples: readonly ScriptExample[], folder: string): Promise<string[][]> {
  const files = examples.map((example, i) => {
    const file = join(folder, fileName('run', example, i));
    writeFileSync(file, example.code.replaceAll("'flaglab'", `'${PACKAGE}'`));
    return file;
  });
  const { stdout } = await run(process.execPath, [RUNNER, ...files], { timeout: RUN_MS });
  const [, ...printed] = stdout.split('\0');
  return printed.map((text) => text.trimEnd().split('\n'));
}

/** What the compiler has against examples in TypeScript; nothing when they keep to the types. */
export async function typeErrors(examples: readonly ScriptExample[], folder: string): Promise<string> {
  const files = examples.map((example, i) => {
    const name = fileName('typed', example, i);
    writeFileSync(join(folder, name), example.code);
    return name;
  });
  const tsconfig = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      paths: { flaglab: [join(ROOT, 'index.ts')] },
      typeRoots: [join(ROOT, 'node_modules/@types')],
      // An example of a part's README imports that part's files by their whole path, which the compiler would not rewrite.
      rewriteRelativeImportExtensions: false,
    },
    include: files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout } = await run(compiler, ['--project', folder]).catch((failed: { stdout: string }) => failed);
  return stdout;
}

/** The number keeps names apart that differ in case alone. */
function fileName(purpose: string, { title, language }: ScriptExample, number: number): string {
  return `${purpose}-${number}-${title.replaceAll(/\W+/g, '-')}.m${language}`;
}

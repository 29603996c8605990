import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { codeBlocks } from './helpers/documents/markdown.ts';
import { printedLines, promisedLines, type ScriptExample, typeErrors } from './helpers/documents/script-examples.ts';
import { docBefore, type Node, sourceFiles } from './helpers/source-tree.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

/** All examples run in one process, and are compiled at once. */
const ALL_MS = 120_000;

const publicNames = exportsOf('index.ts').map(({ name, path }) => ({ name, path, example: exampleOf(name, path) }));
const examples = publicNames.flatMap(({ example }) => example ?? []);
const printed = new Map<string, readonly string[]>();

beforeAll(async () => {
  await using folder = await temporaryFolder();
  const lines = await printedLines(examples, folder.path);
  for (const [i, { title }] of examples.entries()) printed.set(title, lines[i]!);
}, ALL_MS);

/** The names that a file gives on, and the files that they come from. */
function exportsOf(index: string): { name: string; path: string }[] {
  const [file] = sourceFiles([index]);
  return (file!.program.body as Node[]).flatMap(({ source, specifiers }) => {
    const path = join((source as Node).value as string);
    return (specifiers as Node[]).map(({ local }) => ({ name: nameOf(local), path }));
  });
}

/** The first `ts` block after `@example` in the doc comment of a declaration. */
function exampleOf(name: string, path: string): ScriptExample | undefined {
  const [file] = sourceFiles([path]);
  const declared = (file!.program.body as Node[]).find(
    ({ declaration }) => declaration && declaredName(declaration as Node) === name,
  );
  const [, text = ''] = docBefore(file!.code, declared!)?.split('@example') ?? [];
  const block = codeBlocks(text).find(({ language }) => language === 'ts');
  return block && { ...block, title: name };
}

function declaredName({ id, declarations }: Node): string {
  return nameOf(id ?? (declarations as Node[])[0]!.id);
}

function nameOf(identifier: unknown): string {
  return (identifier as { name: string }).name;
}

it.each(publicNames)('$name has an example that logs what its comments say', ({ name, path, example }) => {
  if (example === undefined) throw new Error(`${name} has no @example with a ts block, in ${path}`);
  expect(example.code).toMatch(new RegExp(`^import (?:type )?\\{.*\\b${name}\\b.*\\} from 'flaglab';$`, 'm'));
  expect(promisedLines(example.code)).not.toEqual([]);
  expect(printed.get(name)).toEqual(promisedLines(example.code));
});

it('every example keeps to the types', { timeout: ALL_MS }, async () => {
  await using folder = await temporaryFolder();
  expect(await typeErrors(examples, folder.path)).toBe('');
});

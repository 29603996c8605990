import { globSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { parseAst } from 'vitest/node';

/** The repository's folder. */
export const ROOT = new URL('../../', import.meta.url).pathname;

/** A node of the syntax tree; every kind has its own further fields. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** What one file says of another, or of a package. */
export interface Edge {
  /** A file of the tree, such as `lib/at.ts`, a package, such as `zod`, or a part of Node, such as `node:fs`. */
  readonly to: string;
  /** Where it says so, from 1. */
  readonly line: number;
  /** Whether only types are named, so that nothing is left of it when the code runs. */
  readonly erased: boolean;
}

/** One source file, parsed. */
export interface SourceFile {
  readonly path: string;
  readonly code: string;
  readonly program: Node;
  /** Everything it imports or re-exports, types and modules loaded later included, and the entries of its threads. */
  readonly edges: readonly Edge[];
}

/** Reads and parses the files that match, sorted by path. */
export function sourceFiles(patterns: readonly string[]): SourceFile[] {
  return globSync([...patterns], { cwd: ROOT })
    .sort()
    .map((path) => {
      const code = readFileSync(join(ROOT, path), 'utf8');
      const program = parseAst(code, {
        lang: extname(path).slice(1).replace(/^[cm]/, '') as 'js' | 'ts' | 'tsx',
      }) as unknown as Node;
      return { path, code, program, edges: edgesOf(path, code, program) };
    });
}

/** All nodes of a tree, parents first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
  }
}

/** All places in a tree that name one of these variables or globals: no property, no type. */
export function* namesRead(node: Node, names: ReadonlySet<string>): Generator<Node> {
  if (/^TS(TypeAnnotation|TypeParameterInstantiation|InterfaceDeclaration|TypeAliasDeclaration)$/.test(node.type))
    return;
  if (node.type === 'Identifier' && names.has(String(node.name))) yield node;
  for (const [field, value] of Object.entries(node)) {
    // Of `a.process` and `{ process: a }`, only a is read.
    if ((field === 'property' || field === 'key') && node.computed !== true) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* namesRead(child, names);
  }
}

/** The number of the line, from 1, on which a node begins. */
export function lineOf(code: string, { start }: Pick<Node, 'start'>): number {
  return code.slice(0, start).split('\n').length;
}

/** The text of the doc comment directly before a node; undefined where there is none. */
export function docBefore(code: string, { start }: Pick<Node, 'start'>): string | undefined {
  const [, text] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(code.slice(0, start)) ?? [];
  return text?.replaceAll(/^ *\* ?/gm, '');
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

function edgesOf(path: string, code: string, program: Node): Edge[] {
  return [...walk(program)].flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    const erased = node.type === 'TSImportType' || (node.importKind ?? node.exportKind) === 'type';
    return [{ to: resolve(path, specifier), line: lineOf(code, node), erased }];
  });
}

/** The module that an import, in any of its forms, names. */
function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return isNode(node.source) ? literal(node.source) : undefined;
    case 'CallExpression': {
      // The entry of a thread or a process is named by its path without an ending.
      const entry = isCallOf(node, 'siblingModule') ? literal((node.arguments as Node[])[1]) : undefined;
      return entry === undefined ? undefined : `${entry}.ts`;
    }
    case 'NewExpression': {
      // Another file by its address: the entry of a worker, or what is read as text.
      const address = isCallOf(node, 'URL') ? literal((node.arguments as Node[])[0]) : undefined;
      return address?.endsWith('.ts') ? address : undefined;
    }
    default:
      return undefined;
  }
}

function isCallOf(node: Node, name: string): boolean {
  return (node.callee as Node).type === 'Identifier' && (node.callee as Node).name === name;
}

function literal(node: Node | undefined): string | undefined {
  if (node?.type === 'TemplateLiteral') {
    const [only, ...others] = node.quasis as { value: { cooked: string } }[];
    return others.length === 0 ? only!.value.cooked : undefined;
  }
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? join(dirname(from), specifier) : specifier;
}

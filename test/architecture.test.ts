import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOK_TIMEOUT_MS, CONTROL_PORT } from '../cli/options/defaults.ts';
import { PRESETS } from '../servers/lab/presets.ts';
import { lineOf, type Node, ROOT, type SourceFile, sourceFiles, walk } from './helpers/source-tree.ts';

const LINES_PER_FILE = 250;
const VAGUE_NAMES = /(^|\/)(utils?|helpers?|common)(\/|\.ts$)/;

/** What Node offers that has no place in lib/. */
const NOT_PURE = /^node:(http|https|http2|net|tls|dgram|child_process|cluster|readline)/;

const rules = importRules();
const sources = sourceFiles([...rules.keys()].map((place) => (place.endsWith('/') ? `${place}**/*.{ts,tsx}` : place)));
const published = sources.filter(({ path }) => !path.startsWith('perf/'));

/** The rows of CONTRIBUTING.md's table of imports. */
function importRules(): Map<string, Set<string>> {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  const rows = text.matchAll(/^\| (`[^|]+) \|[^|]*\|([^|]*)\|([^|]*)\|$/gm);
  return new Map(
    [...rows].map(([, place, folders, packages]) => [names(place)[0]!, new Set(names(folders + packages!))]),
  );
}

/** The row of the table that a file, or what a file imports, belongs to. */
function placeOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path;
}

/** `express` of `express/lib/router`, `@a/b` of `@a/b/c`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Whether an import leads to a file of the tree, and not to a package. */
function isFile(to: string): boolean {
  return /\.tsx?$/.test(to);
}

function isAllowed(from: string, to: string): boolean {
  const here = placeOf(from);
  if (isBuiltin(to)) return here !== 'lib/' || !NOT_PURE.test(to);
  const allowed = rules.get(here)!;
  return isFile(to) ? placeOf(to) === here || allowed.has(placeOf(to)) : allowed.has(packageOf(to));
}

/** Every place in the files at which a node is what is looked for, as `file:line`. */
function places(files: readonly SourceFile[], isWanted: (node: Node) => boolean): string[] {
  return files.flatMap(({ path, code, program }) =>
    [...walk(program)].filter(isWanted).map((node) => `${path}:${lineOf(code, node)}`),
  );
}

/** Whether a node reads one of these properties of a global object. */
function reads(object: string, properties: RegExp): (node: Node) => boolean {
  return ({ type, object: of, property }) =>
    type === 'MemberExpression' &&
    (of as Node).name === object &&
    properties.test(String((property as Node).name ?? (property as Node).value));
}

/** The circles in which files load each other, each as `a → b → a`. */
function circles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.map(({ path, edges }) => [path, edges.filter(({ erased }) => !erased).map(({ to }) => to)]),
  );
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || finished.has(path)) return;
    for (const to of edges.get(path) ?? []) visit(to, [...trail, path]);
    finished.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

describe('imports', () => {
  it('finds the rules in CONTRIBUTING.md, and files for each of them', () => {
    expect(rules.size).toBeGreaterThanOrEqual(7);
    for (const place of rules.keys()) expect(sources.map(({ path }) => placeOf(path))).toContain(place);
  });

  it('never cross between servers/ and clients/', () => {
    expect(isAllowed('servers/a.ts', 'clients/b.ts')).toBe(false);
    expect(isAllowed('clients/a.ts', 'servers/b.ts')).toBe(false);
    expect(isAllowed('lib/a.ts', 'servers/b.ts')).toBe(false);
  });

  it('follow the table of CONTRIBUTING.md', () => {
    const forbidden = sources.flatMap(({ path, edges }) =>
      edges.filter(({ to }) => !isAllowed(path, to)).map(({ to, line }) => `${path}:${line} imports ${to}`),
    );
    expect(forbidden).toEqual([]);
  });

  it('bring nothing but types into web/', () => {
    const loaded = sources
      .filter(({ path }) => placeOf(path) === 'web/')
      .flatMap(({ path, edges }) => edges.map((edge) => ({ path, ...edge })))
      .filter(({ to, erased }) => isFile(to) && placeOf(to) !== 'web/' && !erased);
    expect(loaded.map(({ path, line, to }) => `${path}:${line} loads ${to}`)).toEqual([]);
  });

  it('name packages that package.json brings along', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const isHere = (path: string, name: string) =>
      name in dependencies || (/^(perf|web)\//.test(path) && name in devDependencies);
    const missing = sources.flatMap(({ path, edges }) =>
      edges
        .filter(({ to }) => !isFile(to) && !isBuiltin(to) && !isHere(path, packageOf(to)))
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(missing).toEqual([]);
  });

  it('run in no circle', () => {
    expect(circles(sources)).toEqual([]);
  });

  it('name http-proxy in one file at most', () => {
    expect(published.filter(({ edges }) => edges.some(({ to }) => to === 'http-proxy')).length).toBeLessThanOrEqual(1);
  });
});

describe('files', () => {
  it(`have at most ${LINES_PER_FILE} lines`, () => {
    const long = sources.filter(({ code }) => code.split('\n').length > LINES_PER_FILE + 1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('are named after what they hold', () => {
    expect(sources.map(({ path }) => path).filter((path) => VAGUE_NAMES.test(path))).toEqual([]);
  });

  it('describe each of their exports', () => {
    const undocumented = published.flatMap(({ path, code, program }) =>
      (program.body as Node[])
        .filter(({ type, declaration }) => type.startsWith('Export') && declaration)
        .filter(({ start }) => !/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.test(code.slice(0, start)))
        .map((node) => `${path}:${lineOf(code, node)}`),
    );
    expect(undocumented).toEqual([]);
  });
});

describe('only cli/', () => {
  const inner = published.filter(({ path }) => !path.startsWith('cli/'));

  it('knows arguments, environment and exit codes', () => {
    expect(places(inner, reads('process', /^(argv|env|exit|exitCode)$/))).toEqual([]);
  });

  it('prints', () => {
    expect(places(inner, reads('console', /./))).toEqual([]);
    expect(places(inner, reads('process', /^(stdout|stderr)$/))).toEqual([]);
  });
});

describe('code', () => {
  it('draws from lib/random.ts and reads a monotonic clock, never Math.random or Date.now', () => {
    expect(places(published, reads('Math', /^random$/))).toEqual([]);
    expect(places(published, reads('Date', /^now$/))).toEqual([]);
  });

  it('throws errors that say what kind they are', () => {
    const isPlainThrow = ({ type, argument }: Node) =>
      type === 'ThrowStatement' &&
      (argument as Node).type === 'NewExpression' &&
      ((argument as Node).callee as Node).name === 'Error';
    expect(places(published, isPlainThrow)).toEqual([]);
  });

  it.each([...PRESETS.map(({ port }) => port), CONTROL_PORT, BOOK_TIMEOUT_MS])('says the default %d once', (value) => {
    expect(places(published, (node) => node.type === 'Literal' && node.value === value)).toHaveLength(1);
  });
});

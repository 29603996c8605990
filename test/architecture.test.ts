import { globSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOK_TIMEOUT_MS, CONTROL_PORT } from '../cli/options/defaults.ts';
import { PRESETS } from '../servers/lab/presets.ts';
import { circles, climbs, roomImports } from './helpers/import-graph.ts';
import {
  docBefore,
  lineOf,
  type Node,
  namesRead,
  ROOT,
  type SourceFile,
  sourceFiles,
  walk,
} from './helpers/source-tree.ts';

const LINES_PER_FILE = 250;
const ENTRIES_PER_FOLDER = 20;
const VAGUE_NAMES = /(^|\/)(utils?|helpers?|common)(\/|\.ts$)/;

/** What Node offers that has no place in lib/. */
const NOT_PURE = /^node:(http|https|http2|net|tls|dgram|child_process|cluster|readline)/;

/** What is neither published nor loaded by what is. */
const ASIDE = /^(perf|scripts|examples)\//;

/** The rows of CONTRIBUTING.md's table: which places they are about, and what these may import. */
const rows = tableRows();
const places = rows.flatMap((row) => row.places.map((place) => ({ place, allowed: row.allowed })));
const roots = [...new Set(places.map(({ place }) => place.split('/')[0]!))];
const sources = sourceFiles(roots.map((root) => (root.includes('.') ? root : `${root}/**/*.{ts,tsx,mts,cts}`)));
const imports = sources.flatMap(({ path, edges }) => edges.map((edge) => ({ from: path, ...edge })));
const betweenFiles = imports.filter(({ to }) => isFile(to));
const published = sources.filter(({ path }) => !ASIDE.test(path));

function tableRows(): { places: string[]; allowed: string[] }[] {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  const rows = text.matchAll(/^\| (`[^|]+) \|[^|]*\|([^|]*)\|([^|]*)\|$/gm);
  return [...rows].map(([, place, folders, packages]) => ({
    places: names(place),
    allowed: names(folders + packages!),
  }));
}

/** The row that a file belongs to: the longest that it fits. */
function rowOf(path: string): { place: string; allowed: readonly string[] } | undefined {
  return places.filter(({ place }) => isIn(path, place)).sort((a, b) => b.place.length - a.place.length)[0];
}

function isIn(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
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
  if (isBuiltin(to)) return !from.startsWith('lib/') || !NOT_PURE.test(to);
  const row = rowOf(from);
  if (row === undefined) return false;
  if (!isFile(to)) return row.allowed.includes(packageOf(to));
  // A folder's own files may import its rooms.
  return rowOf(to)?.place === row.place || [`${dirname(from)}/`, ...row.allowed].some((place) => isIn(to, place));
}

/** The folders under some of the repository's, but for what is built. */
function foldersUnder(roots: readonly string[]): string[] {
  return globSync(
    roots.flatMap((root) => [`${root}/`, `${root}/**/`]),
    { cwd: ROOT, exclude: ['**/dist'] },
  );
}

/** Every spot in the files at which a node is what is looked for, as `file:line`. */
function spots(files: readonly SourceFile[], isWanted: (node: Node) => boolean): string[] {
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

describe('imports', () => {
  it('finds the rules in CONTRIBUTING.md, and files for each of them', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
    const used = new Set(sources.map(({ path }) => rowOf(path)?.place));
    const unused = rows.filter((row) => !row.places.some((place) => used.has(place)));
    expect(unused.map((row) => row.places)).toEqual([]);
  });

  it('gives each room of a house a row of its own', () => {
    const houses = new Set(
      places
        .map(({ place }) => place.split('/'))
        .filter(({ length }) => length > 2)
        .map(([house]) => house),
    );
    const rooms = sources
      .map(({ path }) => path.split('/'))
      .filter(({ length, 0: house }) => length > 2 && houses.has(house));
    const unlisted = rooms
      .map(([house, room]) => `${house}/${room}/`)
      .filter((room) => !places.some(({ place }) => place === room));
    expect([...new Set(unlisted)]).toEqual([]);
  });

  it('never cross between servers/ and clients/', () => {
    expect(isAllowed('servers/http/a.ts', 'clients/b.ts')).toBe(false);
    expect(isAllowed('clients/a.ts', 'servers/http/b.ts')).toBe(false);
    expect(isAllowed('lib/a.ts', 'servers/http/b.ts')).toBe(false);
    expect(isAllowed('servers/unlisted/a.ts', 'lib/b.ts')).toBe(false);
  });

  it('follow the table of CONTRIBUTING.md', () => {
    const forbidden = imports.filter(({ from, to }) => !isAllowed(from, to));
    expect(forbidden.map(({ from, line, to }) => `${from}:${line} imports ${to}`)).toEqual([]);
  });

  it('bring nothing but types into web/, how units and verdicts are written everywhere, and which server is tried first', () => {
    const mayLoad = (path: string) =>
      /^(web\/|lib\/units\/|bench\/report\/text\/|servers\/control\/room\/joined-server\.ts$)/.test(path);
    const loaded = betweenFiles.filter(({ from, to, erased }) => from.startsWith('web/') && !mayLoad(to) && !erased);
    expect(loaded.map(({ from, line, to }) => `${from}:${line} loads ${to}`)).toEqual([]);
  });

  it('name packages that package.json brings along', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const isHere = (path: string, name: string) =>
      name in dependencies ||
      name === 'flaglab' ||
      ((/^web\//.test(path) || ASIDE.test(path)) && name in devDependencies);
    const missing = imports.filter(({ from, to }) => !isFile(to) && !isBuiltin(to) && !isHere(from, packageOf(to)));
    expect(missing.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('run in no circle of files, those of types included', () => {
    expect(
      circles([
        { from: 'a/b.ts', to: 'a/c.ts' },
        { from: 'a/c.ts', to: 'a/b.ts' },
      ]),
    ).toEqual(['a/b.ts → a/c.ts → a/b.ts']);
    expect(circles(betweenFiles)).toEqual([]);
  });

  it('run in no circle of rooms', () => {
    const both = [
      { from: 'a/b/c/d.ts', to: 'a/e/f.ts' },
      { from: 'a/e/g.ts', to: 'a/b/h.ts' },
    ];
    expect(circles(roomImports(both))).toEqual(['a/b → a/e → a/b']);
    expect(circles(roomImports(betweenFiles))).toEqual([]);
  });

  it('never climb from a room to a file of a folder above it', () => {
    expect(climbs({ from: 'a/b/c.ts', to: 'a/d.ts' })).toBe(true);
    expect(climbs({ from: 'a/d.ts', to: 'a/b/c.ts' })).toBe(false);
    const isVariant = ({ from }: { from: string }) => /^lessons\/[^/]+\/wrong\//.test(from);
    const climbing = betweenFiles.filter((edge) => climbs(edge) && !isVariant(edge));
    expect(climbing.map(({ from, line, to }) => `${from}:${line} imports ${to}`)).toEqual([]);
  });

  it('name http-proxy in one file at most', () => {
    expect(published.filter(({ edges }) => edges.some(({ to }) => to === 'http-proxy')).length).toBeLessThanOrEqual(1);
  });
});

describe('folders', () => {
  it(`have at most ${ENTRIES_PER_FOLDER} entries`, () => {
    const folders = foldersUnder([...roots, 'test']);
    expect(folders.length).toBeGreaterThan(roots.length);
    const crowded = folders.map((folder) => ({ folder, entries: readdirSync(join(ROOT, folder)).length }));
    expect(crowded.filter(({ entries }) => entries > ENTRIES_PER_FOLDER)).toEqual([]);
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
        .filter((node) => docBefore(code, node) === undefined)
        .map((node) => `${path}:${lineOf(code, node)}`),
    );
    expect(undocumented).toEqual([]);
  });
});

describe('only cli/', () => {
  const inner = published.filter(({ path }) => !path.startsWith('cli/'));

  it('knows arguments, environment and exit codes', () => {
    expect(spots(inner, reads('process', /^(argv|env|exit|exitCode)$/))).toEqual([]);
  });

  it('prints', () => {
    expect(spots(inner, reads('console', /./))).toEqual([]);
    expect(spots(inner, reads('process', /^(stdout|stderr)$/))).toEqual([]);
  });
});

describe('only cli/process-context.ts', () => {
  const globals = new Set([
    ...['process', 'console', 'performance', 'Date', 'navigator', 'globalThis'],
    ...['setTimeout', 'setInterval', 'setImmediate'],
  ]);
  const reading = (path: string) => {
    const { code, program } = sources.find((source) => source.path === path)!;
    return [...namesRead(program, globals)].map((node) => `${path}:${lineOf(code, node)}`);
  };

  it('asks the process, its clocks and its timers for the commands; cli/main.ts sets its exit code', () => {
    const entries = ['cli/process-context.ts', 'cli/main.ts'];
    for (const path of entries) expect(reading(path)).not.toEqual([]);
    const others = sources.map(({ path }) => path).filter((path) => path.startsWith('cli/') && !entries.includes(path));
    expect(others.flatMap(reading)).toEqual([]);
    const importing = imports.filter(
      ({ from, to }) => others.includes(from) && /^node:(process|console|perf_hooks|timers)/.test(to),
    );
    expect(importing.map(({ from, line, to }) => `${from}:${line} imports ${to}`)).toEqual([]);
  });
});

describe('code', () => {
  it('draws from lib/chance/ and reads a monotonic clock, never Math.random or Date.now', () => {
    expect(spots(published, reads('Math', /^random$/))).toEqual([]);
    expect(spots(published, reads('Date', /^now$/))).toEqual([]);
  });

  it('throws errors that say what kind they are', () => {
    const isPlainThrow = ({ type, argument }: Node) =>
      type === 'ThrowStatement' &&
      (argument as Node).type === 'NewExpression' &&
      ((argument as Node).callee as Node).name === 'Error';
    expect(spots(published, isPlainThrow)).toEqual([]);
  });

  it.each([...PRESETS.map(({ port }) => port), CONTROL_PORT, BOOK_TIMEOUT_MS])('says the default %d once', (value) => {
    expect(spots(published, (node) => node.type === 'Literal' && node.value === value)).toHaveLength(1);
  });
});

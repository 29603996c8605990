import { expect, it } from 'vitest';
import { lineOf, type Node, sourceFiles } from './helpers/source-tree.ts';

/** What Node 18 lacks of what is there today, as `node:crypto hash`. */
const NEWER =
  /^node:(crypto hash|util (styleText|parseEnv|getCallSites?)|fs(\/promises)? glob(Sync)?|module (registerHooks|stripTypeScriptTypes|\w*CompileCache\w*)|stream duplexPair|zlib \w*[zZ]std\w*|(sqlite|sea|inspector\/promises) .*)$/;

const sources = new Map(
  sourceFiles(['index.ts', '{lib,servers,clients,bench}/**/*.ts']).map((source) => [source.path, source]),
);

/** The files that are loaded before the first line of one of them runs, that one included. */
function loadedWith(entry: string): string[] {
  const loaded = new Set([entry]);
  for (const path of loaded) for (const { to } of imported(path)) if (sources.has(to)) loaded.add(to);
  return [...loaded];
}

/** The modules that a file cannot do without, each with the names that it takes of it. */
function imported(path: string): { to: string; names: string[] }[] {
  const { program, edges, code } = sources.get(path)!;
  const statements = program.body as Node[];
  return statements
    .filter(({ source, importKind, exportKind }) => source && importKind !== 'type' && exportKind !== 'type')
    .map((statement) => {
      const line = lineOf(code, statement);
      const named = ((statement.specifiers ?? []) as Node[]).filter(({ importKind }) => importKind !== 'type');
      const names = named.flatMap(({ imported }) => (imported === undefined ? [] : [String((imported as Node).name)]));
      return { to: edges.find((edge) => edge.line === line)!.to, names };
    });
}

it('imports nothing by name that a Node lacks which is too old: it would fail before it can say so', () => {
  const files = loadedWith('index.ts');
  expect(files.length).toBeGreaterThan(100);
  expect(files).toContain('lib/chance/hash.ts');
  const lacking = files.flatMap((path) =>
    imported(path)
      .flatMap(({ to, names }) => names.map((name) => `${to} ${name}`))
      .filter((name) => NEWER.test(name))
      .map((name) => `${path} imports ${name}`),
  );
  expect(lacking).toEqual([]);
});

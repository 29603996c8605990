import { extname } from 'node:path';
import { findNodeAtLocation, getNodeValue, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isNode, parseDocument } from 'yaml';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';

/** A file that somebody writes by hand, so that what is wrong in it has to be found again. */
export interface SourceDocument {
  /** What it says. */
  readonly value: unknown;
  /** That something is wrong there, or in what is closest to it: `proxies.json:5:17: …`. */
  objection(path: readonly PropertyKey[], words: string): UsageError;
}

const YAML = ['.yaml', '.yml'];

/**
 * Reads YAML from a file that ends so, else JSON, which may have comments and commas at the end of lists.
 *
 * @throws UsageError naming the place at which it is neither
 */
export function readSource(file: string, text: string): SourceDocument {
  const at = (offset: number, words: string) => new UsageError(`${file}:${placeOf(text, offset)}: ${words}`);
  const { value, offsetOf } = read(file, text, at);
  const objection = (path: readonly PropertyKey[], words: string) => {
    const name = path.length === 0 ? '' : `${path.join('.')}: `;
    for (let length = path.length; length > 0; length--) {
      const offset = offsetOf(path.slice(0, length) as (string | number)[]);
      if (offset !== undefined) return at(offset, name + words);
    }
    return at(0, name + words);
  };
  return { value, objection };
}

interface Read {
  readonly value: unknown;
  /** Where a value begins; undefined where there is none. */
  readonly offsetOf: (path: (string | number)[]) => number | undefined;
}

type ObjectionAt = (offset: number, words: string) => UsageError;

/** @throws UsageError for what the readers throw otherwise, such as that it is nested too deeply */
function read(file: string, text: string, at: ObjectionAt): Read {
  try {
    return YAML.includes(extname(file).toLowerCase()) ? readYaml(text, at) : readJson(text, at);
  } catch (error) {
    throw error instanceof UsageError ? error : at(0, `it cannot be read: ${messageOf(error)}`);
  }
}

function readJson(text: string, at: ObjectionAt): Read {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  // Without a root there is an error: that a value was expected.
  if (root === undefined || error !== undefined) {
    const words = printParseErrorCode(error!.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
    throw at(error!.offset, `it is not well-formed JSON: ${words.toLowerCase()}`);
  }
  return { value: getNodeValue(root), offsetOf: (path) => findNodeAtLocation(root, path)?.offset };
}

function readYaml(text: string, at: ObjectionAt): Read {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw at(error.pos[0], `it is not well-formed YAML: ${error.message}`);
  const offsetOf = (path: (string | number)[]) => {
    const node = document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  };
  return { value: document.toJS(), offsetOf };
}

/** Line and column, both from 1. */
function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

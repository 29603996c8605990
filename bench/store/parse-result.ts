import { DataError } from '../../lib/errors/data-error.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { type BenchResult, RESULT_SCHEMA_VERSION, resultSchema } from '../result/result.ts';
import { upgradeResult } from './upgrade-result.ts';

/**
 * Reads a saved result, also one of an earlier version.
 *
 * @throws DataError when it is not one, or was written by a later version
 */
export function parseResult(text: string, file: string): BenchResult {
  const json = jsonOf(text, file);
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > RESULT_SCHEMA_VERSION) {
    throw new DataError(`${file} was written by a later flaglab (version ${version}): update flaglab to read it`);
  }
  const present =
    typeof version === 'number' && version < RESULT_SCHEMA_VERSION
      ? upgradeResult(json)
      : ({ success: true, data: json } as const);
  const parsed = present.success ? resultSchema.safeParse(present.data) : present;
  if (parsed.success) return parsed.data;
  throw new DataError(`${file} is not the summary of a bench (${issueText(parsed.error)})`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${file} is damaged: it is not well-formed JSON`, { cause });
  }
}

import { DataError } from '../../lib/errors/data-error.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { isMeasured } from '../result/cell.ts';
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
  if (!parsed.success) throw new DataError(`${file} is not the summary of a bench (${issueText(parsed.error)})`);
  const field = belowZero(parsed.data);
  if (field !== undefined) throw new DataError(`${file} is damaged: ${field} is below 0`);
  return parsed.data;
}

/** The first field that no bench makes less than 0, and yet is. */
function belowZero({ cells, curves }: BenchResult): string | undefined {
  const counted = cells.flatMap((cell, i): [string, number][] => {
    if (!isMeasured(cell)) return [];
    const outcomes = Object.entries(cell.outcomes).map(([kind, count]): [string, number] => [
      `outcomes.${kind}`,
      count,
    ]);
    const figures: [string, number][] = [...outcomes, ['goodputPerSecond', cell.goodputPerSecond]];
    return figures.map(([name, value]) => [`cells.${i}.${name}`, value]);
  });
  const swept = curves.flatMap(({ levels }, i) =>
    levels.map((level, j): [string, number] => [
      `curves.${i}.levels.${j}.goodputPerSecond`,
      level.goodputPerSecond.value,
    ]),
  );
  return [...counted, ...swept].find(([, value]) => value < 0)?.[0];
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${file} is damaged: it is not well-formed JSON`, { cause });
  }
}

import { median } from 'simple-statistics';
import { z } from 'zod';
import { errorShareOf } from '../../clients/download/outcome-kinds.ts';
import { efficiency } from '../../lib/queueing/efficiency.ts';
import { beaten } from '../result/withheld.ts';

/** What version 2 changed, and where that stands. The rest is looked at once the whole is of the present version. */
const versionOne = z.looseObject({
  schemaVersion: z.literal(1),
  highest: z.string().optional(),
  cells: z.array(
    z.looseObject({
      server: z.string(),
      strategy: z.string(),
      m: z.number(),
      items: z.number().optional(),
      outcomes: z.object({ ok: z.number(), notFound: z.number() }).loose().optional(),
    }),
  ),
  curves: z.array(
    z.looseObject({
      server: z.string(),
      strategy: z.string(),
      levels: z.array(z.looseObject({ m: z.number() })),
      usl: z.looseObject({}),
    }),
  ),
});

/** A result as the present version has it, unchecked but for what was changed, or what was wrong there. */
type Upgraded =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: z.ZodError };

/** What version 3 changed. */
const versionTwo = z.looseObject({
  schemaVersion: z.literal(2),
  cells: z.array(
    z.looseObject({
      elapsedMs: z.number().optional(),
      idealMs: z.number().optional(),
      efficiency: z.number().optional(),
    }),
  ),
  curves: z.array(z.looseObject({})),
});

/** A result of an earlier version as the present one has it. */
export function upgradeResult(json: unknown): Upgraded {
  if ((json as { schemaVersion?: unknown } | null)?.schemaVersion !== 1) return withoutMiracles(json);
  const second = withErrorShares(json);
  return second.success ? withoutMiracles(second.data) : second;
}

/**
 * Version 2 told of clients that beat the ideal, which cannot be: version 3 says that it cannot instead. Its best m did not
 * ask what was refused, and goes.
 */
function withoutMiracles(json: unknown): Upgraded {
  const parsed = versionTwo.safeParse(json);
  if (!parsed.success) return parsed;
  const cells = parsed.data.cells.map(({ efficiency: told, ...cell }) => {
    const { idealMs = 0, elapsedMs = 0 } = cell;
    if (told === undefined) return cell;
    const share = efficiency(idealMs, elapsedMs);
    return share === undefined ? { ...cell, withheld: beaten(idealMs, elapsedMs) } : { ...cell, efficiency: share };
  });
  const curves = parsed.data.curves.map(({ bestM: _, ...curve }) => curve);
  return { success: true, data: { ...parsed.data, schemaVersion: 3, cells, curves } };
}

/**
 * A result of version 1 as version 2 has it: cells had no share of errors, and that of a curve's level counted what was not
 * found as an error; the scalability law had Greek names. All else is for the schema of the present version to look at.
 */
function withErrorShares(json: unknown): Upgraded {
  const parsed = versionOne.safeParse(json);
  if (!parsed.success) return parsed;
  const cells = parsed.data.cells.map((cell) => {
    const { outcomes, items = 0 } = cell;
    return outcomes === undefined ? cell : { ...cell, errorShare: errorShareOf(outcomes, items) };
  });
  const curves = parsed.data.curves.map((curve) => ({
    ...curve,
    usl: inWords(curve.usl),
    levels: curve.levels.map((level) => {
      const shares = cells.flatMap((cell) => {
        const isThere = cell.server === curve.server && cell.strategy === curve.strategy && cell.m === level.m;
        return isThere && 'errorShare' in cell ? [Number(cell.errorShare)] : [];
      });
      return shares.length === 0 ? level : { ...level, errorShare: median(shares) };
    }),
  }));
  const { highest, ...rest } = parsed.data;
  const kept = highest === undefined ? rest : { ...rest, highest: withNewNames(highest) };
  return { success: true, data: { ...kept, schemaVersion: 2, cells, curves } };
}

function inWords({ gamma, alpha, beta, ...rest }: Record<string, unknown>): object {
  return gamma === undefined ? rest : { unitGoodputPerSecond: gamma, contention: alpha, coherency: beta, ...rest };
}

/** Conditions as they were written when the most memory was called rss. */
function withNewNames(conditions: string): string {
  return conditions.replaceAll(/\brss\b/gi, 'peakRss');
}

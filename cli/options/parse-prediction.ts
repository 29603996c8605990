import { UsageError } from '../../lib/errors/usage-error.ts';

const NUMBER = /^\+?(\d+([.,]\d+)?|[.,]\d+)$/;

/** One thousand where a comma groups digits, and one where it stands before the fraction. */
const AMBIGUOUS = /^\+?[1-9]\d{0,2},\d{3}$/;

/**
 * Reads what somebody foretells: a number that is not below 0, with a point or a comma before its fraction.
 *
 * @throws UsageError when it is none, or may be two
 */
export function parsePrediction(text: string): number {
  const number = text.trim();
  if (AMBIGUOUS.test(number)) {
    const [grouped, fraction] = [number.replace(',', ''), number.replace(',', '.')];
    throw new UsageError(`"${number}" may be ${grouped} or ${fraction}: write the one that you mean`);
  }
  if (NUMBER.test(number)) return Number(number.replace(',', '.'));
  throw new UsageError(`a prediction is a number from 0, such as 12 or 2.5, not "${number}"`);
}

import { UsageError } from '../../lib/errors/usage-error.ts';

const NUMBER = /^\+?(\d+([.,]\d+)?|[.,]\d+)$/;

/**
 * Reads what somebody foretells: a number that is not below 0, with a point or a comma before its fraction.
 *
 * @throws UsageError when it is none
 */
export function parsePrediction(text: string): number {
  const number = text.trim();
  if (NUMBER.test(number)) return Number(number.replace(',', '.'));
  throw new UsageError(`a prediction is a number from 0, such as 12 or 2.5, not "${number}"`);
}

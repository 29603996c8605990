import { UsageError } from '../../lib/errors/usage-error.ts';

/**
 * The codes in upper case.
 *
 * @throws UsageError when one is not a pair of letters: it becomes part of an address and of a file's name.
 */
export function checkCodes(codes: readonly string[]): string[] {
  return codes.map((code) => {
    if (!/^[A-Za-z]{2}$/.test(code))
      throw new UsageError(`"${code}" is not a country code: give two letters such as BR`);
    return code.toUpperCase();
  });
}

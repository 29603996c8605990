import { ServerGoneError } from './server-gone-error.ts';

/** What is asked of a server; undefined where it is gone, of which there is nothing to tell any more. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServerGoneError) return undefined;
    throw error;
  }
}

import { sleep } from './sleep.ts';

/** How often one looks at most, and how many milliseconds apart. */
export interface Looks {
  readonly atMost: number;
  readonly everyMs: number;
}

/** Looks again and again until what is seen is enough, or it has been looked often enough; resolves to what was seen last. */
export async function lookAgain<T>(
  look: () => Promise<T> | T,
  isEnough: (seen: T) => boolean,
  { atMost, everyMs }: Looks,
): Promise<T> {
  for (let looks = 1; ; looks++) {
    const seen = await look();
    if (looks >= atMost || isEnough(seen)) return seen;
    await sleep(everyMs);
  }
}

/** What of a text that says why there is no score is of one name alone, and what stands for it where it is said of many. */
const FIGURES: readonly [figure: RegExp, ofMany: string][] = [
  [/\b\d+ of \d+ (?=requests?|keys)/g, 'some of their '],
  [/, \d+ of them (?=for good)/g, ' '],
  [/\brequest\b/g, 'requests'],
  [/[\d.]+ % cannot be/g, 'more than 100 % cannot be'],
];

/** Why a name has no score, without the figures of that name: the same for all who have none for this reason. */
export function withheldKind(reason: string): string {
  return FIGURES.reduce((text, [figure, ofMany]) => text.replaceAll(figure, ofMany), reason);
}

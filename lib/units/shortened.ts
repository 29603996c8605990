/** As much of a text as is to be shown: one that is longer than so many characters is cut, and ends in `…`. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

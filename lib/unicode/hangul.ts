/** The first of the Hangul syllables. */
export const FIRST_SYLLABLE = 0xac00;

/** The last of them. */
export const LAST_SYLLABLE = 0xd7a3;

const INITIALS = ['G', 'GG', 'N', 'D', 'DD', 'R', 'M', 'B', 'BB', 'S', 'SS', '', 'J', 'JJ', 'C', 'K', 'T', 'P', 'H'];

const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');

const FINALS = ['', ...'G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')];

/**
 * How a Hangul syllable is pronounced, as the end of its name has it: `GAG` for 각. Its place among the syllables tells the
 * three sounds that it is written with.
 *
 * @see The Unicode Standard, section 3.12, Hangul Syllable Name Generation
 */
export function syllableSounds(codePoint: number): string {
  const place = codePoint - FIRST_SYLLABLE;
  const initial = Math.floor(place / (VOWELS.length * FINALS.length));
  const vowel = Math.floor(place / FINALS.length) % VOWELS.length;
  return `${INITIALS[initial]}${VOWELS[vowel]}${FINALS[place % FINALS.length]}`;
}

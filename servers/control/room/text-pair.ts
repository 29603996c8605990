/** What is told of the same thing: to who leads a room, and to all others. One text where nothing is hidden. */
export interface TextPair {
  readonly forLeader: string;
  readonly forAll: string;
}

/** The one for who leads, or for others. */
export function textFor(leads: boolean, { forLeader, forAll }: TextPair): string {
  return leads ? forLeader : forAll;
}

/** Both of them, changed. */
export function inEach({ forLeader, forAll }: TextPair, change: (text: string) => string): TextPair {
  const changed = change(forAll);
  return { forAll: changed, forLeader: forLeader === forAll ? changed : change(forLeader) };
}

/** Whether both say the same as two others. */
export function areSame(a: TextPair, b: TextPair | undefined): boolean {
  return a.forAll === b?.forAll && a.forLeader === b.forLeader;
}

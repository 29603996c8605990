/** The goals of tune that have a name: each stands for conditions, of which there may be none. */
export const NAMED_GOALS: Readonly<Record<string, string>> = { goodput: '', efficiency: 'efficiency>=90%' };

import type { OwnDownload, OwnOutcome } from 'flaglab';

/** Downloads flags, and says of each what became of it. Two lines of it do not tell the truth: mend them. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function ask(code: string): Promise<OwnOutcome['kind']> {
    try {
      const response = await fetch(`${baseUrl}/${code.toLowerCase()}/${code.toLowerCase()}.gif`);
      await response.arrayBuffer();
      return 'ok';
    } catch {
      return 'networkError';
    }
  }

  async function slot(): Promise<void> {
    let kind: OwnOutcome['kind'] = 'ok';
    for (const code of left) {
      const startedMs = performance.now();
      const became = await ask(code);
      if (became !== 'ok') kind = became;
      outcomes.push({ code, kind, startedMs, endedMs: performance.now() });
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};

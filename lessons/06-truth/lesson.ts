import { outcomesFromRecords } from '../../bench/command/outcomes-from-records.ts';
import { askedOnce, honest, pathHint } from '../../bench/lesson/common-findings.ts';
import { type Finding, finding } from '../../bench/lesson/finding.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { cellOf } from '../../bench/lesson/run-of-lesson.ts';
import { toldKinds } from '../../bench/lesson/told-kinds.ts';
import type { Seen } from '../../bench/lesson/trial.ts';
import type { PlannedDownload } from '../../bench/plan/planned-requests.ts';
import { counted } from '../../lib/units/counted.ts';
import { shortened } from '../../lib/units/shortened.ts';

const FLAGS = 100;
const ROUND = { server: 'ERROR', flags: FLAGS, m: 50 } as const;

/** So many characters of what a script printed are shown. */
const SHOWN = 60;

/** What to look at where flags that came are not counted: all of them, or some. */
const NOTHING_COUNTED =
  'count a flag when its status is good and all of its body has come: your client counts none at all';
const WHOLE = 'count a flag only where its status is good and its whole body has come';
const FAILURES_COUNTED = 'count what has come, and not what has failed';
const ONE_NUMBER = 'print the flags that have come alone: one number, and the word flags after it, as the last line';
const STICKY = 'a variable outlives the request that it is about: let each flag have an outcome of its own';

/** Does your client tell the truth? What it counts, what the server sent and what the fates foretold are three counts. */
export const truth: Lesson = {
  number: 6,
  folder: '06-truth',
  prediction: {
    unit: 'flags',
    unitOfOne: 'flag',
    // What a client says of itself is in no plan: that of the bench is of the flags that come.
    planned: () => undefined,
    measured: (result) => cellOf(result, { strategy: 'forgets-ok' })?.contradicted?.client,
  },
  claim: {
    timeScale: 0.1,
    rounds: ['honest.ts', 'forgets-ok.ts', 'sticky.ts'].map((client) => ({ ...ROUND, client })),
    judge: (seen) => {
      const [honest, forgets, sticky] = seen as [Seen, Seen, Seen];
      const planned = honest.plan.downloads.filter(isOk).length;
      const [said, sent] = [saidOk(honest).length, sentOk(honest).length];
      return [
        finding(said === sent && sent === planned, {
          good: `the honest client counted ${said} flags, the server sent ${sent}, the plan foretold ${planned}`,
          bad: `the honest client counted ${said} flags, the server sent ${sent}, the plan foretold ${planned}: all should be one`,
        }),
        finding(saidOk(forgets).length === FLAGS && sentOk(forgets).length === planned, {
          good: `the one that forgets response.ok counted ${FLAGS}, and the server sent it ${planned}`,
          bad: `the one that forgets response.ok counted ${saidOk(forgets).length}, and the server sent it ${sentOk(forgets).length}`,
        }),
        finding(saidOk(sticky).length < planned && sentOk(sticky).length === planned, {
          good: `the one whose error sticks counted ${saidOk(sticky).length}, and the server sent it ${planned}`,
          bad: `the one whose error sticks counted ${saidOk(sticky).length}, and the server sent it ${sentOk(sticky).length}`,
        }),
      ];
    },
  },
  exercise: {
    task: 'a client that says what has come and what has not, where some answers are errors and some break off',
    faults: {
      MIXED: ['delay=uniform:100ms..500ms', 'status=418@25%', 'truncate@15%'],
      WORSE: ['delay=uniform:100ms..500ms', 'status=418@40%', 'truncate@20%'],
    },
    timeScale: 0.2,
    // Two counts, so that no number that is written down is right twice; and never as many have come as have failed.
    rounds: [
      { server: 'MIXED', flags: FLAGS, m: 10 },
      { server: 'WORSE', flags: 70, m: 10 },
    ],
    judge: (seen) => seen.flatMap(judged),
  },
};

function isOk({ outcome }: PlannedDownload): boolean {
  return outcome === 'ok';
}

/** The flags that a client says have come; a command says only how many, in the last line that it prints. */
function saidOk({ claimed }: Seen): string[] {
  return claimed
    .filter(({ kind }) => kind === 'ok')
    .map(({ code }) => code)
    .sort();
}

/** What became of each flag, by the records of the server. */
function served({ records, plan: { downloads } }: Seen) {
  return outcomesFromRecords(
    records,
    downloads.map(({ code }) => code),
  );
}

/** The flags that the server has sent whole. */
function sentOk(seen: Seen): string[] {
  return served(seen)
    .filter(({ kind }) => kind === 'ok')
    .map(({ code }) => code)
    .sort();
}

/** The count of a client says something where it has asked for all flags; whoever asks twice may get another answer then. */
function judged(seen: Seen): Finding[] {
  const asked = askedOnce(seen);
  const count = counts(seen);
  const times = honest({ refuted: seen.refuted.filter(({ about }) => about === 'times') });
  const told = count.holds ? [...toldKinds(seen), ...times] : [];
  const findings = asked.holds ? [count, ...told, asked] : [asked];
  return findings.map((one) => ({ ...one, saw: `${seen.verdict.label}: ${one.saw}` }));
}

/** How a line says how many flags have come, the plainest way last: `71 of 100 flags`, `flags: 71`, `71 flags`, or a number alone. */
const COUNTS = [/(\d+) *(?:\/|of|out of) *\d+/i, /\bflags?\b[ :=]+(\d+)/i, /(\d+) flags?\b/i, /^\D*(\d+)\D*$/];

/** The number of flags in a line; undefined where it says none. */
function numberIn(line: string): string | undefined {
  return COUNTS.map((count) => count.exec(line)?.[1]).find((number) => number !== undefined);
}

/** Whoever printed no count has told none. */
function counts(seen: Seen): Finding {
  const sent = sentOk(seen);
  const isCommand = seen.printed !== undefined;
  const said = saidOk(seen);
  const printed = isCommand ? numberIn(seen.printed) : said.length;
  if (printed === undefined) {
    const hint = 'print how many flags have come as the last line: a number, and the word flags after it';
    const last = shortened(seen.printed ?? '', SHOWN);
    const saw =
      last === ''
        ? 'your client did not say how many flags it has got'
        : `the last line of your client, "${last}", does not say how many flags it has got`;
    return { holds: false, saw, hint };
  }
  const count = Number(printed);
  const words = isCommand && seen.printed !== counted(count, 'flag') ? ` ("${shortened(seen.printed, SHOWN)}")` : '';
  const saw = `your client counted ${counted(count, 'flag')}${words}, the server sent ${sent.length} whole`;
  const numbers: readonly string[] = seen.printed?.match(/\d+/g) ?? [];
  const isOfFailures = isCommand && count === seen.plan.downloads.length - sent.length;
  const misread = numbers.includes(String(sent.length)) ? ONE_NUMBER : isOfFailures ? FAILURES_COUNTED : undefined;
  const invented = isCommand ? count - sent.length : said.filter((code) => !sent.includes(code)).length;
  const lost = isCommand ? sent.length - count : sent.filter((code) => !said.includes(code)).length;
  if (invented > 0) {
    const and = lost > 0 ? `, and not ${lost} that did` : '';
    return { holds: false, saw: `${saw}: it counted ${invented} that never came${and}`, hint: misread ?? WHOLE };
  }
  if (lost > 0) {
    const hint = misread ?? (count === 0 ? NOTHING_COUNTED : STICKY);
    return { holds: false, saw: `${saw}: it has lost ${lost} that came`, hint };
  }
  const planned = seen.plan.downloads.filter(isOk).length;
  return finding(sent.length === planned, {
    good: saw,
    bad: `${saw}, and would have sent ${planned}`,
    hint: pathHint(served(seen)) ?? 'ask with GET, and let each answer come to its end',
  });
}

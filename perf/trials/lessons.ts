// How often the lessons' claims hold, and the answer keys of their exercises and other right answers are taken for right, beside
// four processes that never stop computing, all claims before all answers: `npm run trials:lessons [times] [lesson]`.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { claimClient } from '../../bench/lesson/claim-client.ts';
import type { Finding } from '../../bench/lesson/finding.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { lessonFile } from '../../bench/lesson/lesson-files.ts';
import { TrialServers } from '../../bench/lesson/trial-servers.ts';
import { clientFile } from '../../cli/options/client-file.ts';
import { LESSONS } from '../../lessons/lessons.ts';

/** What is tried again and again. */
interface Trial {
  readonly of: string;
  readonly judge: () => Promise<readonly Finding[]>;
}

/** Clients that do what is asked for in another way than the keys. */
const RIGHT: readonly (readonly [lesson: number, file: string])[] = [
  [1, 'recursion.ts'],
  [2, 'agent.ts'],
  [2, 'promise-set.ts'],
  [2, 'sockets.py'],
  [3, 'additive.ts'],
  [3, 'from-the-top.ts'],
  [4, 'rounded-down.ts'],
  [6, 'checks-length.ts'],
  [6, 'promise-set.ts'],
  [6, 'threads.py'],
  [7, 'agent.ts'],
  [7, 'recursion.ts'],
  [8, 'bucket.ts'],
];

/** Where they are. */
const OTHERS = join(import.meta.dirname, 'right-answers');

const BUSY = 4;
const [times = 50, only] = process.argv.slice(2).map(Number);

const busy = Array.from({ length: BUSY }, () => spawn(process.execPath, ['-e', 'while (true);'], { stdio: 'ignore' }));
try {
  const wanted = LESSONS.filter(({ number }) => only === undefined || number === only);
  for (const { of, judge } of [...wanted.map(claimOf), ...wanted.flatMap(answersOf)]) {
    let held = 0;
    for (let time = 1; time <= times; time++) {
      const amiss = (await judge()).filter(({ holds }) => !holds);
      if (amiss.length === 0) held += 1;
      for (const { saw } of amiss) console.log(`${of}, time ${time}: ${saw}`);
    }
    console.log(`${of} held ${held} of ${times} times beside ${BUSY} busy processes.`);
    if (held < times) process.exitCode = 1;
  }
} finally {
  for (const one of busy) one.kill();
}

function claimOf(lesson: Lesson): Trial {
  return { of: `The claim of lesson ${lesson.number}`, judge: async () => await claimFindings(lesson) };
}

function answersOf(lesson: Lesson): Trial[] {
  const keys = globSync(join(lessonFile(lesson.folder, ''), 'answer.*')).sort();
  const others = RIGHT.filter(([number]) => number === lesson.number).map(([, file]) => join(OTHERS, file));
  return [...keys, ...others].map((answer) => ({
    of: `Lesson ${lesson.number}'s ${basename(answer)}`,
    judge: async () => await answerFindings(lesson, answer),
  }));
}

async function claimFindings(lesson: Lesson): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.claim);
  return (await servers.judge((round) => claimClient(lesson, round))).findings;
}

async function answerFindings(lesson: Lesson, answer: string): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.exercise);
  return (await servers.judge(() => clientFile(answer).client)).findings;
}

// How often the lessons' claims hold, and the answer keys of their exercises are taken for right, beside four processes that
// never stop computing, all claims before all keys: `npm run trials:lessons [times] [lesson]`.
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

const BUSY = 4;
const [times = 50, only] = process.argv.slice(2).map(Number);

const busy = Array.from({ length: BUSY }, () => spawn(process.execPath, ['-e', 'while (true);'], { stdio: 'ignore' }));
try {
  const wanted = LESSONS.filter(({ number }) => only === undefined || number === only);
  for (const { of, judge } of [...wanted.map(claimOf), ...wanted.flatMap(keysOf)]) {
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

function keysOf(lesson: Lesson): Trial[] {
  return globSync(join(lessonFile(lesson.folder, ''), 'answer.*'))
    .sort()
    .map((key) => ({
      of: `Lesson ${lesson.number}'s key ${basename(key)}`,
      judge: async () => await keyFindings(lesson, key),
    }));
}

async function claimFindings(lesson: Lesson): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.claim);
  return await servers.judge((round) => claimClient(lesson, round));
}

async function keyFindings(lesson: Lesson, key: string): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.exercise);
  return await servers.judge(() => clientFile(key).client);
}

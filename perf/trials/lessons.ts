// How often the lessons' claims hold, and the answer keys of their exercises are taken for right, beside four processes that
// never stop computing: `npm run trials:lessons [times] [lesson]`.
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

const BUSY = 4;
const [times = 50, only] = process.argv.slice(2).map(Number);

const busy = Array.from({ length: BUSY }, () => spawn(process.execPath, ['-e', 'while (true);'], { stdio: 'ignore' }));
try {
  for (const lesson of LESSONS) {
    if (only !== undefined && lesson.number !== only) continue;
    for (const [what, judge] of trialsOf(lesson)) {
      let held = 0;
      for (let time = 1; time <= times; time++) {
        const amiss = (await judge()).filter(({ holds }) => !holds);
        if (amiss.length === 0) held += 1;
        for (const { saw } of amiss) console.log(`lesson ${lesson.number}, ${what}, time ${time}: ${saw}`);
      }
      console.log(`Lesson ${lesson.number}: the ${what} held ${held} of ${times} times beside ${BUSY} busy processes.`);
      if (held < times) process.exitCode = 1;
    }
  }
} finally {
  for (const one of busy) one.kill();
}

/** What is tried of a lesson: its claim, and each answer key. */
function trialsOf(lesson: Lesson): (readonly [what: string, judge: () => Promise<readonly Finding[]>])[] {
  const keys = globSync(join(lessonFile(lesson.folder, ''), 'answer.*')).sort();
  return [
    ['claim', async () => await claimFindings(lesson)],
    ...keys.map((key) => [`key ${basename(key)}`, async () => await keyFindings(lesson, key)] as const),
  ];
}

async function claimFindings(lesson: Lesson): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.claim);
  return await servers.judge((round) => claimClient(lesson, round));
}

async function keyFindings(lesson: Lesson, key: string): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.exercise);
  return await servers.judge(() => clientFile(key).client);
}

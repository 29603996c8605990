// How often the lessons' claims hold beside four processes that never stop computing: `npm run trials:lessons [times] [lesson]`.
import { spawn } from 'node:child_process';
import { claimClient } from '../../bench/lesson/claim-client.ts';
import type { Finding } from '../../bench/lesson/finding.ts';
import type { Lesson } from '../../bench/lesson/lesson.ts';
import { TrialServers } from '../../bench/lesson/trial-servers.ts';
import { LESSONS } from '../../lessons/lessons.ts';

const BUSY = 4;
const [times = 50, only] = process.argv.slice(2).map(Number);

const busy = Array.from({ length: BUSY }, () => spawn(process.execPath, ['-e', 'while (true);'], { stdio: 'ignore' }));
try {
  for (const lesson of LESSONS) {
    if (only !== undefined && lesson.number !== only) continue;
    let held = 0;
    for (let time = 1; time <= times; time++) {
      const amiss = (await findings(lesson)).filter(({ holds }) => !holds);
      if (amiss.length === 0) held += 1;
      for (const { saw } of amiss) console.log(`lesson ${lesson.number}, time ${time}: ${saw}`);
    }
    console.log(`Lesson ${lesson.number} held ${held} of ${times} times beside ${BUSY} busy processes.`);
    if (held < times) process.exitCode = 1;
  }
} finally {
  for (const one of busy) one.kill();
}

async function findings(lesson: Lesson): Promise<readonly Finding[]> {
  await using servers = await TrialServers.start(lesson.claim);
  return await servers.judge((round) => claimClient(lesson, round));
}

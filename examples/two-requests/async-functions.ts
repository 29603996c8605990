import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { type Answer, get } from './get.ts';
import { checked, contentOf, failed, fileOf, gotten, imageUrl, metadataUrl, nowMs, type Task, taskOf } from './item.ts';

/**
 * The same two requests in async functions: they read from top to bottom, as if each step waited for the one before.
 *
 *     npx flaglab bench -s ERROR --names -c ./examples/two-requests/async-functions.ts
 */
export const download: OwnDownload = async function* (codes, options) {
  yield* await downloadAll(codes, taskOf(options));
};

const ask = promisify(get) as (url: string, timeoutMs: number) => Promise<Answer>;

async function downloadAll(codes: readonly string[], task: Task): Promise<OwnOutcome[]> {
  const outcomes: OwnOutcome[] = [];
  const waiting = [...codes];
  const inTurn = async () => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      outcomes.push(await downloadOne(code, task));
    }
  };
  await Promise.all(Array.from({ length: task.m }, inTurn));
  return outcomes;
}

async function downloadOne(code: string, task: Task): Promise<OwnOutcome> {
  const startedMs = nowMs();
  try {
    const image = checked(await ask(imageUrl(task, code), task.timeoutMs));
    const metadata = checked(await ask(metadataUrl(task, code), task.timeoutMs));
    if (task.outDir !== undefined) await writeFile(fileOf(task.outDir, metadata), contentOf(task, image));
    return gotten(code, startedMs, image);
  } catch (error) {
    return failed(code, startedMs, error as Error);
  }
}

import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { type Answer, get } from './get.ts';
import { checked, contentOf, failed, fileOf, gotten, imageUrl, metadataUrl, nowMs, type Task, taskOf } from './item.ts';

/**
 * The same two requests in chains of promises: one `catch` at the end of a chain meets the errors of all its links.
 *
 *     npx flaglab bench -s ERROR --names -c ./examples/two-requests/promises.ts
 */
export const download: OwnDownload = async function* (codes, options) {
  yield* await downloadAll(codes, taskOf(options));
};

const ask = promisify(get) as (url: string, timeoutMs: number) => Promise<Answer>;

function downloadAll(codes: readonly string[], task: Task): Promise<OwnOutcome[]> {
  const outcomes: OwnOutcome[] = [];
  const waiting = [...codes];
  const chain = (): Promise<void> => {
    const code = waiting.shift();
    if (code === undefined) return Promise.resolve();
    return downloadOne(code, task).then((outcome) => {
      outcomes.push(outcome);
      return chain();
    });
  };
  return Promise.all(Array.from({ length: task.m }, chain)).then(() => outcomes);
}

function downloadOne(code: string, task: Task): Promise<OwnOutcome> {
  const startedMs = nowMs();
  return ask(imageUrl(task, code), task.timeoutMs)
    .then(checked)
    .then((image) =>
      ask(metadataUrl(task, code), task.timeoutMs)
        .then(checked)
        .then((metadata) => save(task, metadata, image))
        .then(() => gotten(code, startedMs, image)),
    )
    .catch((error: Error) => failed(code, startedMs, error));
}

function save(task: Task, metadata: Answer, image: Answer): Promise<void> {
  const { outDir } = task;
  return outDir === undefined ? Promise.resolve() : writeFile(fileOf(outDir, metadata), contentOf(task, image));
}

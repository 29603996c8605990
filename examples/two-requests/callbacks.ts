import { writeFile } from 'node:fs';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { get } from './get.ts';
import { inTurns } from './in-turns.ts';
import {
  contentOf,
  failed,
  fileOf,
  gotten,
  imageUrl,
  metadataUrl,
  nowMs,
  StatusError,
  type Task,
  taskOf,
} from './item.ts';

/**
 * Two requests for each item, one after the other, in nested callbacks. Each of them has to look at its error, and to end
 * its item exactly once.
 *
 *     npx flaglab bench -s ERROR --names -c ./examples/two-requests/callbacks.ts
 */
export const download: OwnDownload = async function* (codes, options) {
  yield* await new Promise<OwnOutcome[]>((resolve) => inTurns(codes, taskOf(options), downloadOne, resolve));
};

function downloadOne(code: string, task: Task, done: (outcome: OwnOutcome) => void): void {
  const startedMs = nowMs();
  get(imageUrl(task, code), task.timeoutMs, (imageError, image) => {
    if (imageError !== undefined) return done(failed(code, startedMs, imageError));
    if (image!.status !== 200) return done(failed(code, startedMs, new StatusError(image!.status)));
    get(metadataUrl(task, code), task.timeoutMs, (metadataError, metadata) => {
      if (metadataError !== undefined) return done(failed(code, startedMs, metadataError));
      if (metadata!.status !== 200) return done(failed(code, startedMs, new StatusError(metadata!.status)));
      if (task.outDir === undefined) return done(gotten(code, startedMs, image!));
      writeFile(fileOf(task.outDir, metadata!), contentOf(task, image!), (saveError) => {
        done(saveError === null ? gotten(code, startedMs, image!) : failed(code, startedMs, saveError));
      });
    });
  });
}

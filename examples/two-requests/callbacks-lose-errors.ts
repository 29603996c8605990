import type { OwnDownload, OwnOutcome } from 'flaglab';
import { get } from './get.ts';
import { inTurns } from './in-turns.ts';
import { gotten, imageUrl, metadataUrl, nowMs, type Task, taskOf } from './item.ts';

/**
 * The same nested callbacks, but the one of the image does not look at what came: an error of the first request is lost as
 * soon as the second works. Nobody notices but the server:
 *
 *     npx flaglab bench -s ERROR --names -c ./examples/two-requests/callbacks-lose-errors.ts
 */
export const download: OwnDownload = async function* (codes, options) {
  yield* await new Promise<OwnOutcome[]>((resolve) => inTurns(codes, taskOf(options), downloadOne, resolve));
};

function downloadOne(code: string, task: Task, done: (outcome: OwnOutcome) => void): void {
  const startedMs = nowMs();
  get(imageUrl(task, code), task.timeoutMs, (_imageError, image = { status: 0, body: Buffer.alloc(0) }) => {
    get(metadataUrl(task, code), task.timeoutMs, (_metadataError, _metadata) => {
      done(gotten(code, startedMs, image));
    });
  });
}

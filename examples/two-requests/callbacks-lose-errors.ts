import type { OwnDownload, OwnOutcome } from 'flaglab';
import { get } from './get.ts';
import { gotten, imageUrl, metadataUrl, nowMs, type Task, taskOf } from './item.ts';

/**
 * The same nested callbacks, but the one of the image does not look at what came: an error of the first request is lost as
 * soon as the second works. Nobody notices but the server:
 *
 *     npx flaglab bench -s ERROR --names -c ./examples/two-requests/callbacks-lose-errors.ts
 */
export const download: OwnDownload = async function* (codes, options) {
  yield* await new Promise<OwnOutcome[]>((resolve) => downloadAll(codes, taskOf(options), resolve));
};

function downloadAll(codes: readonly string[], task: Task, done: (outcomes: OwnOutcome[]) => void): void {
  const outcomes: OwnOutcome[] = [];
  const waiting = [...codes];
  const next = () => {
    const code = waiting.shift();
    if (code === undefined) return;
    downloadOne(code, task, (outcome) => {
      outcomes.push(outcome);
      if (outcomes.length === codes.length) done(outcomes);
      else next();
    });
  };
  for (let i = 0; i < task.m; i++) next();
}

function downloadOne(code: string, task: Task, done: (outcome: OwnOutcome) => void): void {
  const startedMs = nowMs();
  get(imageUrl(task, code), task.timeoutMs, (_imageError, image = { status: 0, body: Buffer.alloc(0) }) => {
    get(metadataUrl(task, code), task.timeoutMs, (_metadataError, _metadata) => {
      done(gotten(code, startedMs, image));
    });
  });
}

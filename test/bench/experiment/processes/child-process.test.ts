import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Child } from '../../../../bench/experiment/processes/child-process.ts';
import { LabError } from '../../../../lib/errors/lab-error.ts';
import { ROOT } from '../../../helpers/source-tree.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

interface Calls {
  double(n: number): number;
  fail(): void;
  busy(): void;
  exit(): void;
}

const ENTRY = `
  import { answerParent } from ${JSON.stringify(join(ROOT, 'bench/experiment/processes/answer-parent.ts'))};
  answerParent({
    double: (n) => n * 2,
    fail: () => { throw new RangeError('out of range'); },
    busy: () => { for (;;); },
    exit: () => process.exit(3),
  });`;

/** Starts a child that runs this code. */
async function start(code: string, signal?: AbortSignal): Promise<AsyncDisposable & { child: Child<Calls> }> {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'entry.mjs');
  await writeFile(file, code);
  const child = new Child<Calls>('the child', pathToFileURL(file), signal);
  const dispose = async () => {
    await child[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return { child, [Symbol.asyncDispose]: dispose };
}

describe('a child process', () => {
  it('answers calls', async () => {
    await using started = await start(ENTRY);
    expect(await started.child.ask((calls) => calls.double(21))).toBe(42);
  });

  it('tells what a call has thrown, and answers the next one', async () => {
    await using started = await start(ENTRY);
    const failing = started.child.ask((calls) => calls.fail());
    await expect(failing).rejects.toThrow(new LabError('out of range'));
    expect(await started.child.ask((calls) => calls.double(1))).toBe(2);
  });

  it('fails a call during which it exits, and every call after', async () => {
    await using started = await start(ENTRY);
    const exiting = started.child.ask((calls) => calls.exit());
    await expect(exiting).rejects.toThrow(new LabError('the child exited with code 3'));
    const late = started.child.ask((calls) => calls.double(1));
    await expect(late).rejects.toThrow(new LabError('the child exited with code 3'));
  });

  it('tells the error that it died of', async () => {
    await using started = await start("throw new TypeError('broken');");
    const asking = started.child.ask((calls) => calls.double(1));
    await expect(asking).rejects.toThrow(new LabError('the child exited with code 1: TypeError: broken'));
  });

  it('is killed when the signal aborts, busy or not', async () => {
    const controller = new AbortController();
    await using started = await start(ENTRY, controller.signal);
    await started.child.ask((calls) => calls.double(1));
    const asking = started.child.ask((calls) => calls.busy());
    controller.abort();
    await expect(asking).rejects.toThrow(new LabError('the child was killed by SIGKILL'));
  });

  it('never lives when the signal has aborted already', async () => {
    await using started = await start(ENTRY, AbortSignal.abort());
    await expect(started.child.ask((calls) => calls.double(1))).rejects.toThrow(LabError);
  });
});

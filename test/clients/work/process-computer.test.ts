import { describe, expect, it } from 'vitest';
import { ProcessComputer } from '../../../clients/work/process-computer.ts';
import { WorkError } from '../../../clients/work/work-error.ts';
import { childrenOf } from '../../helpers/processes.ts';

/** Far more than anybody waits for. */
const ENDLESS = 1e9;

const lanes = () => childrenOf(process.pid).filter(({ command }) => command.includes('computing-process'));

describe('ProcessComputer', () => {
  it('fails what a process was at that dies, and has another in its place', async () => {
    await using computer = await ProcessComputer.start(1);
    const [lane] = lanes();
    const lost = computer.compute(ENDLESS);
    const next = computer.compute(1);
    process.kill(lane!.pid, 'SIGKILL');
    await expect(lost).rejects.toThrow(WorkError);
    await expect(lost).rejects.toThrow('a process that computes was killed by SIGKILL');
    expect(await next).toHaveLength(64);
    expect(lanes()).toHaveLength(1);
  });

  it('ends its processes, whatever they are at, and starts no other', async () => {
    const computer = await ProcessComputer.start(2);
    const jobs = [1, 2, 3].map(() => computer.compute(ENDLESS));
    const ends = Promise.allSettled(jobs);
    await computer[Symbol.asyncDispose]();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(lanes()).toEqual([]);
  });
});

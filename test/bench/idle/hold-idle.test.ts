import { describe, expect, it, vi } from 'vitest';
import { holdIdle } from '../../../bench/idle/hold-idle.ts';
import { childrenOf } from '../../helpers/processes.ts';

/** Each starts three processes, and measures in real time. */
vi.setConfig({ testTimeout: 120_000 });

function processOf(entry: string) {
  return childrenOf(process.pid).find(({ command }) => command.includes(entry));
}

describe('idle connections', () => {
  it.each([
    ['the process of LOCAL', 'idle-server-process'],
    ['the process of the client', 'idle-client-process'],
  ])('end with the reason when %s dies', async (name, entry) => {
    const kill = (text: string) => {
      if (text.includes('opening 40')) process.kill(processOf(entry)!.pid, 'SIGKILL');
    };
    await expect(holdIdle('keep-alive', 200, { tell: kill })).rejects.toThrow(`${name} was killed by SIGKILL`);
    expect(processOf('/bench/idle/')).toBeUndefined();
  });

  it('are let go when they are called off', async () => {
    const controller = new AbortController();
    const tell = (text: string) => {
      if (text.includes('opening 40')) controller.abort();
    };
    await expect(holdIdle('WebSocket', 200, { tell, signal: controller.signal })).rejects.toThrow();
    expect(processOf('/bench/idle/')).toBeUndefined();
  });
});

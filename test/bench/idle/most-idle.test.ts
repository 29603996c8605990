import { describe, expect, it } from 'vitest';
import { checkIdle } from '../../../bench/idle/most-idle.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

describe('checkIdle', () => {
  it('says of too many connections how many there can be, and what to do', () => {
    expect(() => checkIdle(1000, { descriptors: 1024, ports: 28_232 })).toThrow(
      new UsageError(
        '--idle 1000 needs 1100 open files on each side, and ulimit -n allows 1024: at most 924 are possible; raise ulimit -n, or lower --idle',
      ),
    );
    expect(() => checkIdle(1, { descriptors: 64, ports: undefined })).toThrow('none is possible');
    expect(() => checkIdle(30_000, { descriptors: 65_536, ports: 28_232 })).toThrow(
      /needs 30100 local ports, and this machine has 28232: at most 28132 are possible; widen net\.ipv4/,
    );
  });

  it('lets as many be as there can be, and any number where the system does not tell', () => {
    checkIdle(924, { descriptors: 1024, ports: 28_232 });
    checkIdle(60_000, { descriptors: undefined, ports: undefined });
  });
});

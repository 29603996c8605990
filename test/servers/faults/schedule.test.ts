import { describe, expect, it } from 'vitest';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { parseSchedule, type ScheduleStep } from '../../../servers/faults/schedule.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';

const written = ({ atMs, profile }: ScheduleStep) => `${atMs} ms: ${formatProfile(profile)}`;

describe('a schedule', () => {
  it('is read from text, several faults joined by " + "', () => {
    const schedule = parseSchedule('ERROR@15s: none; error@10s: delay=fixed:1s + status=503@50%;');
    expect(schedule.ERROR!.map(written)).toEqual(['10000 ms: delay=fixed:1s + status=503@50%', '15000 ms: none']);
  });

  it('is read from JSON', () => {
    const json = JSON.stringify([
      { server: 'LOCAL', at: '250ms', faults: [{ fault: 'hang' }, 'truncate@1%'] },
      { server: 'LOCAL', at: '1s', faults: ['none'] },
    ]);
    expect(parseSchedule(json).LOCAL!.map(written)).toEqual(['250 ms: hang@100% + truncate@1%', '1000 ms: none']);
  });

  it.each([
    ['ERROR 10s status=503', /not a step of a schedule/],
    ['ERROR@10: none', /not a duration/],
    ['ERROR@10s: status=503@150%', /not a share/],
    ['ERROR@10s: none + hang', /"none" stands alone/],
    ['[{"server": "ERROR"}]', /schedule's 0.at/],
    ['[1', /well-formed JSON/],
  ])('that says %s is refused', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(message);
  });

  it('changes the faults by the time since the run began, and begins again with a new run', async () => {
    const schedule = parseSchedule('LAB@60s: status=503').LAB!;
    // At a time scale of 0.01 a minute is 600 ms.
    await using lab = await startLab({ LAB: { faults: [], schedule } }, { timeScale: 0.01 });
    const status = async () => (await fetch(`${lab.url('LAB')}/flags/br/br.gif`)).status;
    await lab.reset();
    expect(await status()).toBe(200);
    await expect.poll(status).toBe(503);
    await lab.reset();
    expect(await status()).toBe(200);
  });
});

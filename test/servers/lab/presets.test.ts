import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { PRESETS, preset } from '../../../servers/lab/presets.ts';

describe('the presets', () => {
  it.each([
    ['LOCAL', 8000, 'none'],
    ['DELAY', 8001, 'delay=uniform:500ms..5s'],
    ['ERROR', 8002, 'delay=uniform:500ms..5s + status=418@25%'],
  ])('%s listens on %d with the faults %s', (label, port, faults) => {
    expect(preset(label).port).toBe(port);
    expect(formatProfile(parseProfile(preset(label).faults))).toBe(faults);
  });

  it('have ports and labels of their own, and faults that are some', () => {
    expect(new Set(PRESETS.map(({ port }) => port)).size).toBe(PRESETS.length);
    expect(new Set(PRESETS.map(({ label }) => label)).size).toBe(PRESETS.length);
    for (const { faults } of PRESETS) expect(parseProfile(faults)).toHaveLength(faults.length);
  });

  it('are found in any case', () => {
    expect(preset('delay')).toBe(preset('DELAY'));
  });

  it('are named to one who asks for another', () => {
    const message = '"NOWHERE" is not a server: choose one of LOCAL, DELAY, ERROR, LIMITED';
    expect(() => preset('NOWHERE')).toThrow(new UsageError(message));
  });
});

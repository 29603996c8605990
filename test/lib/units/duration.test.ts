import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, MAX_DURATION_MS, parseDuration, roundedSeconds } from '../../../lib/units/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0ms', 0],
    ['250ms', 250],
    ['.5s', 500],
    ['0.5s', 500],
    ['0.07s', 70],
    ['1.1s', 1100],
    ['1.5us', 0.0015],
    ['2m', 120_000],
    ['0.1m', 6000],
    ['1h', MAX_DURATION_MS],
    ['60m', MAX_DURATION_MS],
    [' 20ms ', 20],
  ])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    ' ',
    'ms',
    '5',
    '-5ms',
    '+5ms',
    '5 ms',
    '5ms x',
    '5ms,',
    '5.ms',
    '1e3ms',
    '0x10ms',
    'NaNms',
    'Infinitys',
    '5S',
    '3d',
  ])('refuses %j and says what a duration looks like', (text) => {
    const message = `"${text}" is not a duration: give a number and a unit, such as 250ms, 0.5s or 2m`;
    expect(() => parseDuration(text)).toThrow(new UsageError(message));
  });

  it.each(['3601s', '72h', '3600000.001ms', `${'9'.repeat(400)}s`])('refuses %j, which is over an hour', (text) => {
    expect(() => parseDuration(text)).toThrow(new UsageError(`"${text}" is too long: the longest duration is 1h`));
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [0.001, '0.001ms'],
    [250, '250ms'],
    [1500, '1.5s'],
    [1500.5, '1500.5ms'],
    [90_000, '90s'],
    [120_000, '2m'],
    [MAX_DURATION_MS, '60m'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('writes what parseDuration reads back, to the last bit', () => {
    const durations = fc.oneof(
      fc.integer({ min: 0, max: MAX_DURATION_MS }),
      fc.double({ min: 0.001, max: MAX_DURATION_MS, noNaN: true }),
    );
    fc.assert(
      fc.property(durations, (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe('roundedSeconds', () => {
  it.each([
    [0, '0.00 s'],
    [1234, '1.23 s'],
    [90_000, '90.00 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(roundedSeconds(ms)).toBe(text);
  });
});

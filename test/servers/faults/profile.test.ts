import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultSpecError } from '../../../lib/errors/fault-spec-error.ts';
import type { FaultSpec } from '../../../servers/faults/contract/fault-spec.ts';
import { FAULT_KINDS } from '../../../servers/faults/kinds/registry.ts';
import { formatFault, formatProfile, parseFault, parseProfile } from '../../../servers/faults/profile.ts';

const ms = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 3_600_000, noNaN: true }));
/** What a percentage of ten decimals can say. */
const rate = fc.nat(1_000_000).map((n) => Number((n / 1_000_000).toFixed(6)));
const duration = fc.oneof(
  fc.record({ distribution: fc.constant('fixed'), ms }),
  fc.tuple(ms, ms).map(([a, b]) => ({ distribution: 'uniform', minMs: Math.min(a, b), maxMs: Math.max(a, b) })),
  fc.record({ distribution: fc.constant('normal'), meanMs: ms, deviationMs: ms }),
  fc.record({
    distribution: fc.constant('list'),
    values: fc.array(fc.record({ ms, weight: fc.integer({ min: 1, max: 100 }) }), { minLength: 1, maxLength: 3 }),
  }),
);

/** Any JSON form of each kind of fault. */
const specs: Readonly<Record<string, fc.Arbitrary<object>>> = {
  delay: fc.record({ duration }),
  status: fc.record(
    {
      status: fc.integer({ min: 200, max: 599 }),
      rate,
      retryAfterMs: ms,
      failFast: fc.constant(true),
      first: fc.integer({ min: 1, max: 1000 }),
    },
    { requiredKeys: ['status', 'rate'] },
  ),
  capacity: fc.record({
    slots: fc.integer({ min: 1, max: 10_000 }),
    service: duration,
    queue: fc.integer({ min: 0, max: 100_000 }),
    shed: fc.oneof(fc.integer({ min: 400, max: 599 }), fc.constantFrom('hang', 'reset')),
    shedAfterMs: ms,
    contention: fc.double({ min: 0, max: 10, noNaN: true }),
    coherency: fc.double({ min: 0, max: 10, noNaN: true }),
  }),
  rate: fc.record({
    perSecond: fc.double({ min: 0.01, max: 1_000_000, noNaN: true }),
    burst: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  hang: fc.record({ rate }),
  garbage: fc.record({ rate }),
  truncate: fc.record({ rate }),
  reset: fc.record({ rate, at: fc.constantFrom('connect', 'headers', 'body') }),
  throttle: fc.record({ bytesPerSecond: fc.integer({ min: 1, max: 1024 ** 3 }) }),
  'slow-headers': fc.record({ durationMs: ms }),
};

describe.each(FAULT_KINDS.map((kind) => [kind.name, kind] as const))('the fault %s', (name, kind) => {
  it('is the same in its text form and its JSON form', () => {
    fc.assert(
      fc.property(specs[name]!, (parameters) => {
        const [spec] = parseProfile([{ fault: name, ...parameters }]);
        expect(spec).toEqual({ fault: name, ...parameters });
        expect(parseFault(formatFault(spec!))).toEqual(spec);
      }),
    );
  });

  it('can be written as its example says', () => {
    const spec = parseFault(kind.example);
    expect(spec.fault).toBe(name);
    expect(parseFault(formatFault(spec))).toEqual(spec);
  });

  it('refuses a field that it does not have', () => {
    const wrong = { ...parseFault(kind.example), colour: 'red' };
    expect(() => parseProfile([wrong])).toThrow(/Unrecognized key: "colour"/);
  });
});

const DURATION = 'give a number and a unit, such as 250ms, 0.5s or 2m; for example delay=uniform:0.5s..5s';
const SHARE = 'give 0% to 100%, such as 25%; for example status=418@25%';
const OPTIONS = 'is not one of its options: retry-after=2s, fail-fast, first=2; for example status=418@25%';
const CAPACITY = 'for example capacity=8,service=fixed:100ms,queue=32,shed=503';
const NAMES = FAULT_KINDS.map((kind) => kind.name).join(', ');

describe('a fault that is wrong', () => {
  it.each([
    ['delay', 'it needs a duration; for example delay=uniform:0.5s..5s'],
    ['delay=', `"" is not a duration: ${DURATION}`],
    ['delay=5', `"5" is not a duration: ${DURATION}`],
    ['delay=-5ms', `"-5ms" is not a duration: ${DURATION}`],
    ['delay=NaN', `"NaN" is not a duration: ${DURATION}`],
    ['delay=5ms later', `"5ms later" is not a duration: ${DURATION}`],
    ['delay=3d', `"3d" is not a duration: ${DURATION}`],
    ['delay=72h', '"72h" is too long: the longest duration is 1h; for example delay=uniform:0.5s..5s'],
    [
      'delay=uniform:5s..1s',
      'duration: the range runs backwards: give the smaller duration first; for example delay=uniform:0.5s..5s',
    ],
    [
      'delay=uniform:1s..2s..3s',
      'the uniform distribution is written like uniform:0.5s..5s; for example delay=uniform:0.5s..5s',
    ],
    ['delay=fixed:1s,2s', 'the fixed distribution is written like fixed:200ms; for example delay=uniform:0.5s..5s'],
    ['delay=list:', 'the list distribution is written like list:10ms@0.7,1s@0.3; for example delay=uniform:0.5s..5s'],
    ['status', 'it needs a status and a share; for example status=418@25%'],
    ['status=teapot', 'it needs a status and a share; for example status=418@25%'],
    ['status=418@', 'it needs a status and a share; for example status=418@25%'],
    ['status=418@130%', `"130%" is not a share: ${SHARE}`],
    ['status=418@-1%', `"-1%" is not a share: ${SHARE}`],
    ['status=418@25', `"25" is not a share: ${SHARE}`],
    ['status=418@25%@3%', `"25%@3%" is not a share: ${SHARE}`],
    ['status=99', 'status: Too small: expected number to be >=200; for example status=418@25%'],
    ['status=1000', 'status: Too big: expected number to be <=599; for example status=418@25%'],
    ['status=418@25%,', `"" ${OPTIONS}`],
    ['status=418,first=abc', `"first=abc" ${OPTIONS}`],
    ['status=418,first=', `"first=" ${OPTIONS}`],
    ['status=418,first=1e2', `"first=1e2" ${OPTIONS}`],
    ['status=418,first=-1', `"first=-1" ${OPTIONS}`],
    ['status=418,first=2=3', `"first=2=3" ${OPTIONS}`],
    ['status=418,first', `"first" ${OPTIONS}`],
    ['status=418,first=0', 'first: Too small: expected number to be >=1; for example status=418@25%'],
    ['status=418,first=1001', 'first: Too big: expected number to be <=1000; for example status=418@25%'],
    ['status=418,first=2,first=3', 'one of its options is given twice; for example status=418@25%'],
    ['status=418,fail-fast=yes', `"fail-fast=yes" ${OPTIONS}`],
    ['status=418,retry-after', `"retry-after" ${OPTIONS}`],
    ['status=418,slow', `"slow" ${OPTIONS}`],
    ['capacity=8,queue=', `its option queue needs a value; ${CAPACITY}`],
    ['capacity=8,queue=abc', `queue: Invalid input: expected number, received NaN; ${CAPACITY}`],
    ['capacity=8,queue=1,service=5ms,queue=2', `one of its options is given twice; ${CAPACITY}`],
    ['capacity=8,service=fixed:1s,2s', `the fixed distribution is written like fixed:200ms; ${CAPACITY}`],
    ['capacity=8,shed=maybe', `shed: give a status from 400 to 599, hang or reset; ${CAPACITY}`],
    [
      'capacity=8,slots=9',
      `"slots=9" is not one of its options: service, queue, shed, shed-after, contention, coherency; ${CAPACITY}`,
    ],
    ['rate=1.2.3/s', 'perSecond: Invalid input: expected number, received NaN; for example rate=50/s,burst=10'],
    ['rate=5', 'it needs a number of requests per second; for example rate=50/s,burst=10'],
    [
      'reset@1%,at=noon',
      'at: Invalid option: expected one of "connect"|"headers"|"body"; for example reset@1%,at=body',
    ],
    ['hang@1%,first=2', 'it has no options; for example hang@1%'],
    ['throttle=2GB/s', '"2GB" is too large: the largest size is 1GB; for example throttle=64KB/s'],
    ['slow-headers=2h', '"2h" is too long: the longest duration is 1h; for example slow-headers=2s'],
  ])('is refused with one clear message: %j', (text, message) => {
    expect(() => parseFault(text)).toThrow(new FaultSpecError(`fault "${text}": ${message}`));
  });

  it.each(['', ' ', 'bogus@1%', 'DELAY=5s', '=5s', '__proto__', '5s'])('is told which there are: %j', (text) => {
    const message = `"${text}" names no fault: choose one of ${NAMES}, for example hang@1%`;
    expect(() => parseFault(text)).toThrow(new FaultSpecError(message));
  });

  it.each<[unknown, string]>([
    [{ fault: 'delay' }, 'duration: Invalid input: expected object, received undefined'],
    [{ fault: 'delay', duration: { distribution: 'fixed', ms: -1 } }, 'duration.ms: a duration cannot be negative'],
    [
      { fault: 'delay', duration: { distribution: 'fixed', ms: 259_200_000 } },
      'duration.ms: the longest duration is 1h (3600000 ms)',
    ],
    [{ fault: 'status', status: 418, rate: 1.3 }, 'rate: Too big: expected number to be <=1'],
    [
      { fault: 'status', status: 418, rate: 1, retryAfterMs: 1e9 },
      'retryAfterMs: the longest duration is 1h (3600000 ms)',
    ],
  ])('is refused in its JSON form too, with the field: %j', (spec, message) => {
    const error = new FaultSpecError(`fault ${JSON.stringify(spec)}: ${message}`);
    expect(() => parseProfile([spec as object])).toThrow(error);
  });

  it.each([null, 5, true, [], {}, { fault: 5 }, { fault: null }])('may be no fault at all: %j', (spec) => {
    expect(() => parseProfile([spec as unknown as object])).toThrow(/names no fault: choose one of hang/);
  });
});

describe('a profile', () => {
  it('is put into the order in which its faults apply, those of one kind as they were given', () => {
    const profile = parseProfile(['truncate@1%', 'status=418@1%', 'delay=2s', 'hang@1%', 'delay=1s']);
    expect(formatProfile(profile)).toBe(
      'hang@1% + delay=2s + delay=1s + status=418@1% + truncate@1%'.replaceAll('delay=', 'delay=fixed:'),
    );
  });

  it('without faults is written none', () => {
    expect(formatProfile([])).toBe('none');
  });

  it('leaves what it was read from as it was', () => {
    const faults: (string | FaultSpec)[] = ['status=418@1%', 'delay=2s'];
    parseProfile(faults);
    expect(faults).toEqual(['status=418@1%', 'delay=2s']);
  });
});

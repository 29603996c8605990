import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultSpecError } from '../../../lib/errors/fault-spec-error.ts';
import { schemaOf } from '../../../lib/schema/schema-of.ts';
import { explainText } from '../../../servers/faults/contract/explain-text.ts';
import type { FaultSpec } from '../../../servers/faults/contract/fault-spec.ts';
import { formatFault, formatProfile } from '../../../servers/faults/format-profile.ts';
import { FAULT_KINDS } from '../../../servers/faults/kinds/registry.ts';
import { parseFault, parseProfile, parseProfileText } from '../../../servers/faults/profile.ts';

const ms = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 3_600_000, noNaN: true }));
const somewhat = fc.double({ min: 0.001, max: 3_600_000, noNaN: true });
const rate = fc.double({ min: 0, max: 1, noNaN: true });
const contention = fc.double({ min: 0, max: 10, noNaN: true });
const ascending = (numbers: fc.Arbitrary<number>) =>
  fc.tuple(numbers, numbers).map((pair) => pair.sort((a, b) => a - b));
const duration = fc.oneof(
  fc.record({ distribution: fc.constant('fixed'), ms }),
  ascending(ms).map(([minMs, maxMs]) => ({ distribution: 'uniform', minMs, maxMs })),
  fc.record({ distribution: fc.constant('normal'), meanMs: ms, deviationMs: ms }),
  ascending(somewhat).map(([medianMs, p99Ms]) => ({ distribution: 'lognormal', medianMs, p99Ms })),
  fc.record({ distribution: fc.constant('exponential'), meanMs: ms }),
  ascending(ms).map(([median, top]) => ({
    distribution: 'percentiles',
    points: [
      { percentile: 50, ms: median },
      { percentile: 99.9, ms: top },
    ],
  })),
  fc.record({
    distribution: fc.constant('list'),
    values: fc.array(fc.record({ ms, weight: fc.double({ min: 0.001, max: 1_000_000, noNaN: true }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);

const text = fc.string({ minLength: 1, maxLength: 50, unit: 'binary' });

const afterBytes = fc.integer({ min: 1, max: 1024 ** 3 });

/** Every field of each kind of fault. */
const fieldsOf: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  delay: { duration },
  travel: { duration },
  status: {
    status: fc.integer({ min: 200, max: 599 }),
    rate,
    retryAfterMs: ms,
    retryAfterDateMs: ms,
    body: text,
    type: fc.constantFrom('text/html', 'application/problem+json', 'text/plain; charset="utf-8"'),
    answerHeaders: fc.array(fc.constantFrom('x-id: 7', 'Set-Cookie: a=b; Path=/, c', 'x-empty: '), {
      minLength: 1,
      maxLength: 20,
    }),
    failFast: fc.boolean(),
  },
  capacity: {
    slots: fc.integer({ min: 1, max: 10_000 }),
    service: duration,
    queue: fc.integer({ min: 0, max: 100_000 }),
    shed: fc.oneof(fc.integer({ min: 400, max: 599 }), fc.constantFrom('hang', 'reset')),
    shedAfterMs: ms,
    contention,
    coherency: contention,
  },
  rate: {
    perSecond: fc.double({ min: 0.01, max: 1_000_000, noNaN: true }),
    burst: fc.integer({ min: 1, max: 1_000_000 }),
  },
  hang: { rate },
  garbage: { rate },
  truncate: { rate, afterBytes },
  reset: { rate, at: fc.constantFrom('connect', 'headers', 'body'), afterBytes },
  throttle: { bytesPerSecond: fc.integer({ min: 1, max: 1024 ** 3 }), toward: fc.constantFrom('client', 'server') },
  'slow-headers': { durationMs: ms },
};

const glob = text.filter((given) => !given.includes('?'));

/** The fields of every kind. */
const whereFields = {
  path: glob,
  method: fc.constantFrom('GET', 'POST', 'P*'),
  ifHeader: fc.string({ minLength: 1, maxLength: 50 }).map((value) => `x-tenant:!${value}`),
  first: fc.integer({ min: 1, max: 1000 }),
  every: fc.integer({ min: 1, max: 1000 }),
};

/** What must be given of each kind, in both forms. */
const LEAST: Readonly<Record<string, readonly [string, object]>> = {
  delay: ['delay=1s', { duration: { distribution: 'fixed', ms: 1000 } }],
  travel: ['travel=1s', { duration: { distribution: 'fixed', ms: 1000 } }],
  status: ['status=503', { status: 503 }],
  capacity: ['capacity=8', { slots: 8 }],
  rate: ['rate=5/s', { perSecond: 5 }],
  hang: ['hang', {}],
  garbage: ['garbage', {}],
  truncate: ['truncate', {}],
  reset: ['reset', {}],
  throttle: ['throttle=1KB/s', { bytesPerSecond: 1024 }],
  'slow-headers': ['slow-headers=2s', { durationMs: 2000 }],
};

describe.each(FAULT_KINDS.map((kind) => [kind.name, kind] as const))('the fault %s', (name, kind) => {
  it('survives being written and read, whatever its schema accepts', () => {
    const fields = { ...fieldsOf[name], ...whereFields };
    expect(['fault', ...Object.keys(fields)].sort()).toEqual(Object.keys(schemaOf(kind.schema).shape).sort());
    const [, least] = LEAST[name]!;
    const requiredKeys = Object.keys(least) as never[];
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys }), (parameters) => {
        fc.pre(!('retryAfterMs' in parameters && 'retryAfterDateMs' in parameters));
        fc.pre(name !== 'reset' || !('afterBytes' in parameters) || Reflect.get(parameters, 'at') === 'body');
        fc.pre(
          name !== 'status' || !('body' in parameters) || ![204, 205, 304].includes(Reflect.get(parameters, 'status')),
        );
        fc.pre('body' in parameters || !('type' in parameters));
        const [spec] = parseProfile([{ fault: name, ...parameters }]);
        expect(parseFault(formatFault(spec!))).toEqual(spec);
        expect(parseProfile([spec!])).toEqual([spec]);
      }),
    );
  });

  it('says the defaults that its schema has, for those who write it without a schema', () => {
    const fields = Object.entries(schemaOf(kind.schema).shape);
    const fallbacks = fields.map(([field, schema]) => [field, schema.safeParse(undefined).data]);
    expect(kind.defaults ?? {}).toEqual(Object.fromEntries(fallbacks.filter(([, fallback]) => fallback !== undefined)));
  });

  it('has the same defaults in its text form and its JSON form, which it needs no more of than must be', () => {
    const [text, least] = LEAST[name]!;
    expect(parseProfile([{ fault: name, ...least }])).toEqual([parseFault(text)]);
    for (const field of Object.keys(least)) {
      const { [field]: _, ...less } = least as Record<string, unknown>;
      expect(() => parseProfile([{ fault: name, ...less }])).toThrow(FaultSpecError);
    }
  });

  it('says its defaults in help as the text form is read without them', () => {
    for (const [example, meaning] of Object.entries(explainText(kind))) {
      const [, told] = /\(default (.+)\)$/.exec(meaning) ?? [];
      if (told === undefined) continue;
      const [text] = LEAST[name]!;
      const option = example.slice(0, example.indexOf('='));
      expect(parseFault(`${text},${option}=${told}`)).toEqual(parseFault(text));
    }
  });

  it('can be written as its example says', () => {
    const spec = parseFault(kind.example);
    expect(spec.fault).toBe(name);
    expect(parseFault(formatFault(spec))).toEqual(spec);
  });

  it('refuses a field that it does not have', () => {
    const wrong = { ...parseFault(kind.example), colour: 'red' };
    expect(() => parseProfile([wrong])).toThrow(/there is no field "colour"/);
  });
});

const DURATION = 'give a number and a unit, such as 250ms, 0.5s or 2m; for example delay=uniform:0.5s..5s';
const SHARE = 'give 0% to 100%, such as 25%; for example status=418@25%';
const WHERE = 'path=/api/users/*, method=POST, if-header=x-tenant:acme, first=2, every=3';
const ANSWER = 'body="{}", type=text/html, answer-header="x-id: 7"';
const OPTIONS = `is not one of its options: retry-after=2s, retry-after=date:2s, fail-fast, ${ANSWER}, ${WHERE}; for example status=418@25%`;
const CAPACITY = 'for example capacity=8,service=fixed:100ms,queue=32,shed=503';
const NAMES = FAULT_KINDS.map((kind) => kind.name).join(', ');

describe('another word for a fault', () => {
  it.each([
    ['drop@10%', 'hang@10%'],
    ['drop', 'hang@100%'],
    ['servfail@25%', 'status=503@25%'],
    ['servfail,first=2', 'status=503@100%,first=2'],
  ])('is read as that, and never written: %s', (text, written) => {
    expect(formatFault(parseFault(text))).toBe(written);
  });

  it('is told of in the help of the fault', () => {
    const [hang, status] = ['hang', 'status'].map((name) => FAULT_KINDS.find((kind) => kind.name === name)!);
    expect(explainText(hang!)).toMatchObject({ drop: 'another word for hang' });
    expect(explainText(status!)).toMatchObject({ servfail: 'another word for status=503' });
  });

  it('may be wrong as any other: servfail=2', () => {
    expect(() => parseFault('servfail=2')).toThrow(/^fault "servfail=2": .*; for example status=418@25%$/);
  });
});

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
    ['status=teapot', '"teapot" is not a whole number; for example status=418@25%'],
    ['status=418@', `"" is not a share: ${SHARE}`],
    ['status@25%', 'it needs a status and a share; for example status=418@25%'],
    ['status=418@130%', `"130%" is not a share: ${SHARE}`],
    ['status=418@-1%', `"-1%" is not a share: ${SHARE}`],
    ['status=418@25', `"25" is not a share: ${SHARE}`],
    ['status=418@25%@3%', `"25%@3%" is not a share: ${SHARE}`],
    ['status=99', 'status: must be at least 200; for example status=418@25%'],
    ['status=1000', 'status: must be at most 599; for example status=418@25%'],
    ['status=418@25%,', `"" ${OPTIONS}`],
    ['status=418,first=abc', '"abc" is not a whole number; for example status=418@25%'],
    ['status=418,first=', 'its option first needs a value; for example status=418@25%'],
    ['status=418,first=1e2', '"1e2" is not a whole number; for example status=418@25%'],
    ['status=418,first=-1', '"-1" is not a whole number; for example status=418@25%'],
    ['status=418,first=2=3', '"2=3" is not a whole number; for example status=418@25%'],
    ['status=418,first', 'its option first needs a value; for example status=418@25%'],
    ['status=418,first=0', 'first: must be at least 1; for example status=418@25%'],
    ['status=418,first=1001', 'first: must be at most 1000; for example status=418@25%'],
    ['status=418,first=2,first=3', 'its option first is given twice; for example status=418@25%'],
    ['status=418,fail-fast=yes', 'its option fail-fast takes no value; for example status=418@25%'],
    ['status=418,retry-after', 'its option retry-after needs a value; for example status=418@25%'],
    ['status=418,slow', `"slow" ${OPTIONS}`],
    ['status=418,first=2,slow', `"slow" ${OPTIONS}`],
    ['status=418,retry-after=1s,retry-after=date:1s', 'retry-after: give one retry-after; for example status=418@25%'],
    [
      'status=418,retry-after=date:',
      '"" is not a duration: give a number and a unit, such as 250ms, 0.5s or 2m; for example status=418@25%',
    ],
    ['status=418,type=html,body=x', 'type: give a media type, such as text/html; for example status=418@25%'],
    ['status=418,type=text/html', 'type: it is that of a body, so give body= too; for example status=418@25%'],
    [
      'status=418,answer-header=x',
      'answer-header: give a name and a value, such as x-request-id: 7; for example status=418@25%',
    ],
    [
      'status=418,answer-header=content-length:5',
      'answer-header: the body says its length, and type= what it is; for example status=418@25%',
    ],
    [
      'status=418,body=@down.html',
      'its option body reads files on the command line only: put what begins with @ in double quotes; for example status=418@25%',
    ],
    ['capacity=8,queue=', `its option queue needs a value; ${CAPACITY}`],
    ['capacity=8,queue=abc', `"abc" is not a whole number; ${CAPACITY}`],
    ['capacity=8,queue=1,service=5ms,queue=2', `its option queue is given twice; ${CAPACITY}`],
    ['capacity=8,service=fixed:1s,2s', `the fixed distribution is written like fixed:200ms; ${CAPACITY}`],
    ['capacity=8,shed=maybe', `shed: give a status from 400 to 599, hang or reset; ${CAPACITY}`],
    [
      'capacity=8,slots=9',
      `"slots=9" is not one of its options: service=fixed:100ms, queue=32, shed=503, shed-after=10ms, contention=0.05, coherency=0.01, ${WHERE}; ${CAPACITY}`,
    ],
    ['capacity=8,contention=much', `"much" is not a number; ${CAPACITY}`],
    ['rate', 'it needs a number of requests per second; for example rate=50/s,burst=10'],
    ['rate=1.2.3/s', '"1.2.3/s" is not a number of requests per second, such as 50/s; for example rate=50/s,burst=10'],
    ['rate=5', '"5" is not a number of requests per second, such as 50/s; for example rate=50/s,burst=10'],
    ['reset@1%,at=noon', 'at: must be one of connect, headers, body; for example reset@1%,at=body'],
    ['reset,after=8KB', 'after: it is where a body is cut, so give at=body too; for example reset@1%,at=body'],
    ['hang=1%', 'it takes a share of requests; for example hang@1%'],
    ['throttle=64KB', '"64KB" is not a pace: give a size a second, such as 64KB/s; for example throttle=64KB/s'],
    ['hang@1%,at=body', `"at=body" is not one of its options: ${WHERE}; for example hang@1%`],
    ['hang,path=', 'its option path needs a value; for example hang@1%'],
    ['hang,path=""', 'path: must have a length of at least 1; for example hang@1%'],
    ['hang,path="/a', 'a double quote is not closed in ,path="/a; for example hang@1%'],
    [
      'hang,path=/find?q=*',
      'path: give it without a query: what happens to a request does not depend on that; for example hang@1%',
    ],
    ['hang,method=head', 'method: what happens to HEAD is what happens to GET: give GET; for example hang@1%'],
    ['hang,if-header=acme', 'if-header: give a name and a value, such as x-tenant:acme; for example hang@1%'],
    [
      'status=503,answer-header=seven',
      'answer-header: give a name and a value, such as x-request-id: 7; for example status=418@25%',
    ],
    ['status=205,body=xx', 'body: an answer with the status 205 has none; for example status=418@25%'],
    ['status=204,body=xx', 'body: an answer with the status 204 has none; for example status=418@25%'],
    ['delay=1s,frist=1', 'it has no option frist, perhaps first is meant; for example delay=uniform:0.5s..5s'],
    [
      'status=503,retry-aftr=2s',
      'it has no option retry-aftr, perhaps retry-after is meant; for example status=418@25%',
    ],
    [
      'hang,path=/v[12]/*',
      `path: only * stands for other characters: give a fault for each path, without [ ] and { }; for example hang@1%`,
    ],
    [
      'hang,path="/{a,b}"',
      `path: only * stands for other characters: give a fault for each path, without [ ] and { }; for example hang@1%`,
    ],
    ['hang,every=0', 'every: must be at least 1; for example hang@1%'],
    ['throttle=2GB/s', '"2GB" is too large: the largest size is 1GB; for example throttle=64KB/s'],
    ['slow-headers=2h', '"2h" is too long: the longest duration is 1h; for example slow-headers=2s'],
  ])('is refused with one clear message: %j', (text, message) => {
    expect(() => parseFault(text)).toThrow(new FaultSpecError(`fault "${text}": ${message}`));
  });

  it.each(['', ' ', 'bogus@1%', 'DELAY=5s', '=5s', '__proto__', '5s'])('is told which there are: %j', (text) => {
    const message = `"${text}" is not a fault: choose one of ${NAMES}, for example hang@1%`;
    expect(() => parseFault(text)).toThrow(new FaultSpecError(message));
  });

  it.each<[unknown, string]>([
    [{ fault: 'delay' }, 'duration: is missing'],
    [{ fault: 'delay', duration: { distribution: 'fixed', ms: -1 } }, 'duration.ms: a duration cannot be negative'],
    [
      { fault: 'delay', duration: { distribution: 'fixed', ms: 259_200_000 } },
      'duration.ms: the longest duration is 1h (3600000 ms)',
    ],
    [{ fault: 'status', status: 418, rate: 1.3 }, 'rate: must be at most 1'],
    [
      { fault: 'status', status: 418, rate: 1, retryAfterMs: 1e9 },
      'retryAfterMs: the longest duration is 1h (3600000 ms)',
    ],
  ])('is refused in its JSON form too, with the field: %j', (spec, message) => {
    const error = new FaultSpecError(`fault ${JSON.stringify(spec)}: ${message}`);
    expect(() => parseProfile([spec as object])).toThrow(error);
  });

  it.each([null, 5, true, [], {}, { fault: 5 }, { fault: null }])('may be no fault at all: %j', (spec) => {
    expect(() => parseProfile([spec as unknown as object])).toThrow(/is not a fault: choose one of hang/);
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

  it.each([[[]], [['none']], [[' none ']], [['none', 'none']]])('without faults is read from %j', (faults) => {
    expect(parseProfile(faults)).toEqual([]);
  });

  it('has no "none" beside a fault', () => {
    const error = new FaultSpecError('"none" stands alone: it cannot be given beside other faults');
    expect(() => parseProfile(['none', 'hang'])).toThrow(error);
  });

  it('may hold commas in a distribution wherever one is written', () => {
    const service = { distribution: 'lognormal', medianMs: 200, p99Ms: 2000 };
    expect(parseFault('capacity=8,service=lognormal:200ms,p99=2s,queue=1')).toMatchObject({ service, queue: 1 });
    expect(parseFault('delay=lognormal:200ms,p99=2s')).toMatchObject({ duration: service });
  });

  it('is one text, in which a value may hold what separates, in double quotes', () => {
    const text = String.raw`delay=fixed:1s,path="/a + b; c,\"d\\" + status=503@100%,method=POST,every=2`;
    const profile = parseProfileText(text);
    expect(profile).toEqual([
      { fault: 'delay', duration: { distribution: 'fixed', ms: 1000 }, path: `/a + b; c,"d\\` },
      { fault: 'status', status: 503, rate: 1, failFast: false, method: 'POST', every: 2 },
    ]);
    expect(formatProfile(profile)).toBe(text);
  });

  it('leaves what it was read from as it was', () => {
    const faults: (string | FaultSpec)[] = ['status=418@1%', 'delay=2s'];
    parseProfile(faults);
    expect(faults).toEqual(['status=418@1%', 'delay=2s']);
  });
});

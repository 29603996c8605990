import { describe, expect, it } from 'vitest';
import * as errors from '../../lib/errors.ts';

type ErrorClass = new (message: string, options?: ErrorOptions) => errors.LabError;

const classes = Object.entries(errors as unknown as Record<string, ErrorClass>).filter(
  ([, exported]) => exported.prototype instanceof Error,
);

describe.each(classes)('%s', (name, Class) => {
  const cause = new Error('the original');
  const error = new Class('DELAY cannot listen', { cause });

  it('is a LabError, and an Error with a stack', () => {
    expect(error).toBeInstanceOf(errors.LabError);
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain('errors.test.ts');
  });

  it('is named as its class', () => {
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: DELAY cannot listen`);
  });

  it('has a code that says its name: LAB_…', () => {
    const words = name.replace(/Error$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_');
    expect(error.code).toBe(name === 'LabError' ? 'LAB_ERROR' : `LAB_${words.toUpperCase()}`);
  });

  it('keeps the original error', () => {
    expect(error.cause).toBe(cause);
  });
});

describe('the classes of errors', () => {
  it('are all found, each with a code of its own', () => {
    const codes = classes.map(([, Class]) => new Class('').code);
    expect(codes).toContain('LAB_LISTEN');
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('count a wrong fault as wrong usage', () => {
    expect(new errors.FaultSpecError('')).toBeInstanceOf(errors.UsageError);
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('one line'), 'one line'],
    [new Error('first\n   second\r\n third'), 'first second third'],
    [new TypeError(), 'TypeError'],
    ['a string', 'a string'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ toString: (): string => 'an object' }, 'an object'],
  ])('of %s is the one line %j', (thrown, message) => {
    expect(errors.messageOf(thrown)).toBe(message);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultSpecError } from '../../../lib/errors/fault-spec-error.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { ROOT } from '../../helpers/source-tree.ts';

type ErrorClass = new (message: string, options?: ErrorOptions) => LabError;

const folder = join(ROOT, 'lib/errors');
const modules = await Promise.all(readdirSync(folder).map((file) => import(join(folder, file)) as Promise<object>));
const classes = modules
  .flatMap((module) => Object.entries(module as Record<string, ErrorClass>))
  .filter(([, exported]) => exported.prototype instanceof Error);

describe.each(classes)('%s', (name, Class) => {
  const cause = new Error('the original');
  const error = new Class('DELAY cannot listen', { cause });

  it('is a LabError, and an Error with a stack', () => {
    expect(error).toBeInstanceOf(LabError);
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
    expect(new FaultSpecError('')).toBeInstanceOf(UsageError);
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('one line'), 'one line'],
    [new Error('first\n   second\r\n third'), 'first second third'],
    [new TypeError(), 'TypeError'],
    ['a string', 'a string'],
    [new Error("EACCES: permission denied, mkdir '/proc/flags'"), 'permission denied'],
    [new Error("ENOENT: no such file or directory, rename '/a, b' -> '/c'"), 'no such file or directory'],
    [new Error('ENOSPC: no space left on device, write'), 'no space left on device'],
    [new Error('listen EADDRINUSE: address already in use ::1:80'), 'address already in use ::1:80'],
    [new Error("EMFILE: too many open files, open 'a'"), 'too many open files: raise ulimit -n, or lower -m'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ toString: (): string => 'an object' }, 'an object'],
  ])('of %s is the one line %j', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});

import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { rawHeader } from '../../../servers/http/raw-header.ts';

const request = { rawHeaders: ['Host', 'x', 'X-LAB-run', 'one', 'x-lab-runner', 'two', 'X-Lab-Run', 'three'] };

it.each([
  ['x-lab-run', 'one'],
  ['x-lab-runner', 'two'],
  ['host', 'x'],
  ['one', undefined],
  ['x', undefined],
  ['', undefined],
])('the header %j, whatever its case and however often it came, is %j', (name, value) => {
  expect(rawHeader(request as IncomingMessage, name)).toBe(value);
});

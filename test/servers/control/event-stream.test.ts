import { setImmediate as immediate } from 'node:timers/promises';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { EventStream } from '../../../servers/control/event-stream.ts';
import { HiddenFaults } from '../../../servers/control/room/hidden-faults.ts';
import { listen } from '../../../servers/http/listen.ts';

it('tells nothing more to a reader it has ended, though what it was about to tell comes in then', async () => {
  const late = Promise.withResolvers<object>();
  const isAsked = Promise.withResolvers<void>();
  let asked = 0;
  const state = async () => {
    asked += 1;
    if (asked === 1) return { asked };
    isAsked.resolve();
    return late.promise;
  };
  const stream = new EventStream({
    sources: [{ name: 'late', state }],
    servers: () => [],
    past: { name: 'past', state: () => ({}) },
    hidden: new HiddenFaults(false),
    leads: () => false,
  });
  const errors: unknown[] = [];
  const app = express().get('/', async (request, response) => {
    response.on('error', (error) => errors.push(error));
    await stream.attach(request, response, []);
  });
  const { url, close } = await listen(app, { label: 'EVENTS', port: 0 });
  onTestFinished(() => close(0));
  const answer = await fetch(url);
  await isAsked.promise;
  stream.close();
  late.resolve({ asked });
  await immediate();
  expect(await answer.text()).toMatch(/event: past\ndata: {}\n\n$/);
  expect(errors).toEqual([]);
});

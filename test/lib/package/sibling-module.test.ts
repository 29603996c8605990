import { expect, it } from 'vitest';
import { siblingModule } from '../../../lib/package/sibling-module.ts';

it.each([
  ['file:///lab/servers/threaded-server.ts', './server-thread', 'file:///lab/servers/server-thread.ts'],
  ['file:///lab/dist/servers/threaded-server.js', './server-thread', 'file:///lab/dist/servers/server-thread.js'],
  ['file:///my%20lab/clients/hybrid.ts', './hybrid-thread', 'file:///my%20lab/clients/hybrid-thread.ts'],
])('beside %s, %s is %s', (asking, path, found) => {
  expect(siblingModule(asking, path).href).toBe(found);
});

import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const BELOW_NODE_MODULES = /^file:.*\/node_modules\/.*\.m?ts$/;

let isStripping = false;

/**
 * Has this thread load TypeScript from below node_modules, too, where Node itself strips no types: there the lessons of an
 * installed package are.
 */
export function stripTypesBelowNodeModules(): void {
  if (isStripping) return;
  isStripping = true;
  registerHooks({
    load(url, context, next) {
      if (!BELOW_NODE_MODULES.test(url)) return next(url, context);
      const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

import { tooOld } from './needed-node.js';

const why = tooOld();
// Without a stack, which would tell of this file and not of whoever imports it.
if (why !== undefined) throw Object.assign(new Error(why), { stack: why });

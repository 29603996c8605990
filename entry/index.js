// What `import 'flaglab'` loads. `#lab` is the compiled dist/ once published. In a clone it is the TypeScript sources, for
// there a package.json in this folder says so, which is not published: what lies in a clone's dist/ is never loaded.
// What stands first runs first.
import './refuse-old-node.js';

export * from '#lab';

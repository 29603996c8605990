// `#lab` in a clone. A package.json may only name files of its own folder.
export * from '../index.ts';

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../lib/package/package-file.ts';

const CLONE = 'file:///my%20lab/lib/package/package-file.ts';
const PUBLISHED = 'file:///node_modules/flaglab/dist/lib/package/package-file.js';

describe('packageFile', () => {
  it.each([
    ['package.json', undefined, 'file:///my%20lab/package.json', 'file:///node_modules/flaglab/package.json'],
    ['flags-data/', undefined, 'file:///my%20lab/flags-data/', 'file:///node_modules/flaglab/flags-data/'],
    [
      'web/dist/a.html',
      'dist/web/a.html',
      'file:///my%20lab/web/dist/a.html',
      'file:///node_modules/flaglab/dist/web/a.html',
    ],
  ])('finds %s in a clone and once published', (path, publishedPath, inClone, published) => {
    expect(packageFile(path, publishedPath, CLONE).href).toBe(inClone);
    expect(packageFile(path, publishedPath, PUBLISHED).href).toBe(published);
  });

  it('is right about where it lies itself', () => {
    expect(existsSync(packageFile('package.json'))).toBe(true);
  });
});

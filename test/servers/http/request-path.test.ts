import { expect, it } from 'vitest';
import { originForm, plainPath } from '../../../servers/http/request-path.ts';

it.each([
  ['/flags/br/br.gif', '/flags/br/br.gif'],
  ['/flags/?sort=asc', '/flags/?sort=asc'],
  ['http://localhost:8000/flags/br/br.gif', '/flags/br/br.gif'],
  ['HTTPS://user:pass@[::1]:8000/flags/?a=b', '/flags/?a=b'],
  ['http://localhost:8000', '/'],
  ['http://localhost:8000?a=b', '/?a=b'],
  ['http://[::1/flags/', '/flags/'],
  ['/flags/http://localhost/', '/flags/http://localhost/'],
  ['//localhost/flags/', '//localhost/flags/'],
  ['*', '*'],
])('the target %j names the path %j', (target, path) => {
  expect(originForm(target)).toBe(path);
});

it.each([
  ['/flags/br/br.gif', '/flags/br/br.gif'],
  ['/flags/%62r/br.gif?a=%zz', '/flags/br/br.gif'],
  ['http://localhost/a%2Fb', '/a/b'],
  ['/%', undefined],
  ['/%ff', undefined],
])('the plain path of %j is %j', (target, path) => {
  expect(plainPath(target)).toBe(path);
});

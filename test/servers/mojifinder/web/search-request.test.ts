import { expect, it } from 'vitest';
import { SEARCH } from '../../../../servers/mojifinder/web/search-operation.ts';
import { readSearch } from '../../../../servers/mojifinder/web/search-request.ts';

it.each([-1, 0, 1, 1.5, 0x10ffff, 0x110000])('a search takes place %d if it says that it does', (start) => {
  const isSaid = SEARCH.query!.safeParse({ q: 'cat', start }).success;
  const read = () => readSearch(`/search?q=cat&start=${start}&stop=${0x10ffff}`);
  if (isSaid) expect(read()).toMatchObject({ query: 'cat', start });
  else expect(read).toThrow(/^start: must be /);
});

it('a search without a place starts where it says that it does', () => {
  expect(readSearch('/search?q=cat').start).toBe(SEARCH.query!.parse({ q: 'cat' }).start);
});

import { z } from 'zod';
import type { Operation } from '../../api-description/operation.ts';
import { searchQuery } from './search-request.ts';

/** The header that tells how many characters there are in all. */
export const TOTAL_HEADER = 'X-Total-Count';

/** The one operation of the finder. */
export const SEARCH: Operation = {
  method: 'get',
  path: '/search',
  summary: 'The characters whose Unicode names have all words, in order of their code points, one page of them.',
  query: searchQuery,
  status: 200,
  answer: z.array(z.strictObject({ char: z.string(), name: z.string() })),
  headers: {
    [TOTAL_HEADER]: 'How many characters there are in all.',
    Link: 'The address of the next page, with rel="next"; absent on the last.',
  },
};

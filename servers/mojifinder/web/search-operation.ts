import { z } from 'zod';
import type { Operation } from '../../api-description/operation.ts';
import { TOTAL_HEADER } from './answer-search.ts';
import { FIRST_PLACE, LAST_PLACE, MAX_PAGE, SEARCH_PATH } from './search-request.ts';

const place = z.int().min(FIRST_PLACE).max(LAST_PLACE);

/** The one operation of the finder. */
export const SEARCH: Operation = {
  method: 'get',
  path: SEARCH_PATH,
  summary: 'The characters whose Unicode names have all words, in order of their code points, one page of them.',
  query: z.object({
    q: z.string().describe('Words that a name must have, in any case; an empty text finds nothing.'),
    start: place.default(FIRST_PLACE).describe('The first place of the page.'),
    stop: place
      .optional()
      .describe(`The place after its last; absent, or further than that: ${MAX_PAGE} places after start.`),
  }),
  status: 200,
  answer: z.array(z.strictObject({ char: z.string(), name: z.string() })),
  headers: {
    [TOTAL_HEADER]: 'How many characters there are in all.',
    Link: 'The address of the next page, with rel="next"; absent on the last.',
  },
};

import type { RequestHandler } from 'express';
import { NotFoundError } from '../../lib/errors/not-found-error.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { readFlagsData } from '../../lib/flags/flags-data.ts';
import type { StreamOperation } from '../api-description/operation.ts';

/** The picture of a flag. */
export const PICTURE: StreamOperation = {
  path: '/flags/{code}/{file}',
  summary:
    'The picture of a flag, such as /flags/br/br.gif, without any fault: pages that watch servers ask none of them for it.',
  type: 'image/gif',
};

/** How long a browser need not ask again, in seconds. */
const MAX_AGE_SECONDS = 86_400;

/** Answers with the picture of the flag that the path names. */
export function sendPicture(): RequestHandler {
  const known = new Set(countryCodes());
  return ({ path, params: { code, file } }, response) => {
    if (!known.has(String(code).toUpperCase()) || file !== `${code}.gif`) {
      throw new NotFoundError(`there is no flag at ${path}: give one such as /flags/br/br.gif`);
    }
    const picture = readFlagsData(`${code}/${file}`.toLowerCase());
    response.set('Cache-Control', `public, max-age=${MAX_AGE_SECONDS}`).type(PICTURE.type).send(picture);
  };
}

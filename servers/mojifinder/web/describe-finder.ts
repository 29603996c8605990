import { version } from '../../../lib/package/version.ts';
import { docsPage } from '../../api-description/docs-page.ts';
import { openApi } from '../../api-description/openapi.ts';
import type { ApiDescription } from '../../api-description/operation.ts';
import { SEARCH } from './search-operation.ts';

const DESCRIPTION: ApiDescription = {
  title: 'Flag Lab Mojifinder',
  version: version(),
  description: 'Finds characters by the words of their Unicode names.',
  operations: [SEARCH],
};

/**
 * What the finder answers, as a page for people.
 *
 * @param host its name and port
 */
export function finderDocs(host = 'localhost'): string {
  return docsPage(DESCRIPTION, `http://${host}`);
}

/** The same as an OpenAPI document. */
export function finderOpenApi(): object {
  return openApi(DESCRIPTION);
}

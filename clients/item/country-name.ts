import { NetworkError } from './request-error.ts';

/**
 * The country's name from the text of a metadata.json such as `{"country": "Brazil"}`.
 *
 * @param path names the file in the error's message
 * @throws NetworkError when it is not JSON or names no country.
 */
export function countryName(json: string, path: string): string {
  const country = parsed(json)?.country;
  if (typeof country === 'string' && country.trim() !== '') return country.trim();
  const reason = 'not the JSON of a country with its name';
  throw new NetworkError(`GET ${path}: ${reason}`, reason);
}

function parsed(json: string): { country?: unknown } | null {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

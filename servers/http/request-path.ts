/** The longest address that is answered: a server remembers many requests, so what it remembers of each must be short. */
export const MAX_URL_LENGTH = 2048;

/**
 * The path and query that a request's target names. Most clients send nothing else; one that takes the server for a
 * proxy sends `http://localhost:8000/flags/`, and means the same.
 */
export function originForm(target: string): string {
  const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(target)?.[0];
  if (origin === undefined) return target;
  const rest = target.slice(origin.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The path that a target names, without its query and with `%62` read as `b`; undefined where that cannot be read. */
export function plainPath(target: string): string | undefined {
  const [path] = originForm(target).split('?', 1);
  try {
    return decodeURIComponent(path!);
  } catch {
    return undefined;
  }
}

import { useEffect, useState } from 'preact/hooks';

/** Where somebody is on the page: a view, and the server that it is about. It stands in the address, as `#/requests/DELAY`. */
export interface Route {
  readonly view: string;
  readonly label: string | undefined;
}

/** Where one is, however one has come there. */
export function useRoute(): Route {
  const [route, setRoute] = useState(routeNow);
  useEffect(() => {
    const onChange = () => setRoute(routeNow());
    addEventListener('hashchange', onChange);
    // It may have changed since the page was first drawn.
    onChange();
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return route;
}

/** The address of a view, of a server where it is about one. */
export function hrefOf(view: string, label?: string): string {
  return `#/${view}${label === undefined ? '' : `/${encodeURIComponent(label)}`}`;
}

function routeNow(): Route {
  const [, view = '', label] = location.hash.split('/');
  return { view, label: label === undefined ? undefined : decoded(label) };
}

/** What an address says, as far as it is one: whoever types may leave anything there. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

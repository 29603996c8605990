import { useEffect, useRef, useState } from 'preact/hooks';
import { Results } from './results.tsx';
import { SearchBox } from './search-box.tsx';
import { type Search, useSearch } from './use-search.ts';

/** The page: a box to type in, how many characters there are, and the characters. */
export function Mojifinder() {
  const [query, setQuery] = useState(() => new URLSearchParams(location.search).get('q') ?? '');
  const search = useSearch(query);
  const box = useRef<HTMLInputElement>(null);

  // The address can be kept and passed on.
  useEffect(() => {
    const asked = query === '' ? '' : `?${new URLSearchParams({ q: query })}`;
    history.replaceState(null, '', location.pathname + asked);
    document.title = query === '' ? 'Mojifinder' : `${query} – Mojifinder`;
  }, [query]);

  const toBox = () => {
    box.current?.focus();
    box.current?.select();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target === box.current || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      toBox();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <>
      <h1>Mojifinder</h1>
      <SearchBox box={box} query={query} onQuery={setQuery} />
      <p id="total" role="status">
        {totalText(query, search)}
      </p>
      <Results key={query} search={search} onLeave={toBox} />
    </>
  );
}

function totalText(query: string, { total, isLoading }: Search): string {
  if (query.trim() === '') return 'Type words of a name, such as cat face.';
  if (total === undefined) return isLoading ? 'Searching …' : '';
  if (total === 0) return 'No character has all of these words in its name.';
  return `${total.toLocaleString('en')} ${total === 1 ? 'character' : 'characters'}`;
}

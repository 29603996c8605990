import type { RefObject } from 'preact';

/** The box to type in. From it, the arrow down leads to the results and Escape empties it. */
export function SearchBox({
  box,
  query,
  onQuery,
}: {
  box: RefObject<HTMLInputElement | null>;
  query: string;
  onQuery: (query: string) => void;
}) {
  return (
    <search>
      <label for="query">Words of a character’s Unicode name</label>
      <input
        id="query"
        ref={box}
        type="search"
        value={query}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        autofocus
        maxLength={500}
        onInput={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onQuery('');
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('#results button')?.focus();
        }}
      />
      <p class="keys">
        <kbd>/</kbd> search, <kbd>↓</kbd> <kbd>↑</kbd> move, <kbd>Enter</kbd> copy a character, <kbd>Esc</kbd> back
      </p>
    </search>
  );
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundCharacter } from './search.ts';
import type { Search } from './use-search.ts';

/** How far below the window the next page is asked for, so that it is there before it is seen. */
const AHEAD = '800px';

/** The characters found so far; more come as one scrolls. */
export function Results({ search, onLeave }: { search: Search; onLeave: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<string>();
  const { characters, more, total, isLoading, trouble, again } = search;

  useEffect(() => {
    // Several may come at once; the last one is how it is now.
    const observer = new IntersectionObserver((entries) => entries.at(-1)!.isIntersecting && more(), {
      rootMargin: AHEAD,
    });
    observer.observe(end.current!);
    return () => observer.disconnect();
  }, [more]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = neighbour(event);
    if (to === undefined) return;
    event.preventDefault();
    if (to === null) onLeave();
    else to.focus();
  };
  const copy = async ({ char }: FoundCharacter) => {
    await navigator.clipboard?.writeText(char).then(
      () => setCopied(char),
      () => setCopied(undefined),
    );
  };

  return (
    <>
      <ul id="results" onKeyDown={onKeyDown} aria-busy={isLoading}>
        {characters.map((character) => (
          <Row key={character.char} character={character} isCopied={copied === character.char} onCopy={copy} />
        ))}
      </ul>
      <div ref={end}>{isLoading && total !== undefined && 'More are on their way …'}</div>
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}{' '}
          <button type="button" onClick={again}>
            {characters.length === 0 ? 'Search again' : 'Ask for more again'}
          </button>
        </p>
      )}
    </>
  );
}

function Row({
  character,
  isCopied,
  onCopy,
}: {
  character: FoundCharacter;
  isCopied: boolean;
  onCopy: (character: FoundCharacter) => void;
}) {
  return (
    <li>
      <button type="button" onClick={() => onCopy(character)} title="Copy this character">
        <span class="char">{character.char}</span>
        <code>{codePoint(character.char)}</code>
        <span class="name">{character.name}</span>
        {isCopied && <span class="copied">copied</span>}
      </button>
    </li>
  );
}

function codePoint(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Where a key leads from the row that has it: another row, null for the box, undefined for nowhere. */
function neighbour({ key, target }: KeyboardEvent): HTMLElement | null | undefined {
  const row = (target as HTMLElement).closest('li');
  if (key === 'Escape') return null;
  if (key === 'ArrowUp') return row?.previousElementSibling?.querySelector('button') ?? null;
  if (key === 'ArrowDown') return row?.nextElementSibling?.querySelector('button') ?? undefined;
  return undefined;
}

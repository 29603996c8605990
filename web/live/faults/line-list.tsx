import { useState } from 'preact/hooks';
import { wrongId } from './field-name.ts';

/** A list of texts, one on each line; empty lines are none of them, and no lines are no list. */
export function LineList({
  id,
  lines,
  isWrong,
  onChange,
}: {
  id: string;
  lines: readonly string[];
  isWrong: boolean;
  onChange: (lines: readonly string[] | '') => void;
}) {
  const [typed, setTyped] = useState('');
  // What is being typed may have a line that is still empty; what comes from elsewhere stands as it is.
  const text = linesOf(typed).join('\n') === lines.join('\n') ? typed : lines.join('\n');
  return (
    <textarea
      id={id}
      rows={3}
      placeholder="one on each line"
      value={text}
      aria-invalid={isWrong}
      aria-describedby={isWrong ? wrongId(id) : undefined}
      onInput={(event) => {
        setTyped(event.currentTarget.value);
        const given = linesOf(event.currentTarget.value);
        onChange(given.length === 0 ? '' : given);
      }}
    />
  );
}

/** What is wrong with one of them, led in by that one; what is wrong with all of them stands alone. */
export function lineIssue(value: unknown, path: readonly (string | number)[], message: string): string {
  const line = Array.isArray(value) ? (value as unknown[])[Number(path[1])] : undefined;
  return typeof line === 'string' ? `“${line}”: ${message}` : message;
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}

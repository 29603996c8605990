import { useEffect, useState } from 'preact/hooks';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { wrongId } from './field-name.ts';

/**
 * A duration as it is written everywhere else: `200ms`, `1.5s`.
 *
 * @param value milliseconds, or what was typed that is no duration: it is said, and is to be applied by nobody
 */
export function DurationInput({
  id,
  value,
  onChange,
}: {
  id: string;
  value: number | string | undefined;
  onChange: (value: number | string) => void;
}) {
  const [text, setText] = useState(() => textOf(value));
  useEffect(() => setText(textOf(value)), [value]);
  const read = (given: string) => {
    setText(given);
    onChange(millisecondsOr(given));
  };
  const isWrong = typeof value === 'string';
  return (
    <>
      <input
        id={id}
        type="text"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? wrongId(id) : undefined}
        onChange={(event) => read(event.currentTarget.value)}
      />
      {isWrong && (
        <span id={wrongId(id)} class="wrong">
          {value.trim() === '' ? 'give a duration such as 200ms or 1.5s' : 'not a duration such as 200ms or 1.5s'}
        </span>
      )}
    </>
  );
}

function textOf(value: number | string | undefined): string {
  return typeof value === 'number' ? formatDuration(value) : (value ?? '');
}

function millisecondsOr(text: string): number | string {
  try {
    return parseDuration(text);
  } catch {
    return text;
  }
}

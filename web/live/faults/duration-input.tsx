import { useEffect, useState } from 'preact/hooks';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';

/** A duration as it is written everywhere else: `200ms`, `1.5s`. What is none is said, and changes nothing. */
export function DurationInput({
  id,
  ms,
  onChange,
}: {
  id: string;
  ms: number | undefined;
  onChange: (ms: number | undefined) => void;
}) {
  const [text, setText] = useState(() => (ms === undefined ? '' : formatDuration(ms)));
  const [isWrong, setWrong] = useState(false);
  useEffect(() => setText(ms === undefined ? '' : formatDuration(ms)), [ms]);
  const read = (given: string) => {
    setText(given);
    if (given.trim() === '') return onChange(undefined);
    try {
      onChange(parseDuration(given));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <input
        id={id}
        type="text"
        value={text}
        aria-invalid={isWrong}
        onChange={(event) => read(event.currentTarget.value)}
      />
      {isWrong && <span class="wrong">not a duration such as 200ms or 1.5s</span>}
    </>
  );
}

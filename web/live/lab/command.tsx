import { Fragment } from 'preact';
import { Breakable } from './breakable.tsx';

/** A command to type: its lines end between words, never after the hyphen of an option. */
export function Command({ text }: { text: string }) {
  return (
    <code>
      {text.split(' ').map((word, i) => (
        <Fragment key={i}>
          {i > 0 && ' '}
          <span class="word">
            <Breakable text={word} />
          </span>
        </Fragment>
      ))}
    </code>
  );
}

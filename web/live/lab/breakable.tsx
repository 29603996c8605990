import { Fragment } from 'preact';

/** A place where a line may end: after the comma between two settings, after `http://`, before the port and each part of a path. */
const BREAK = /(?<=,|\/\/)|(?=:\d+(?:\/|$))|(?<=[\w-])(?=\/)/;

/** An address or a fault, whose lines end between its parts and not amid a word or a number. */
export function Breakable({ text }: { text: string }) {
  return (
    <>
      {text.split(BREAK).map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

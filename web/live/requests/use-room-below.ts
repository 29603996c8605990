import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * How much of the window is left from where an element begins, in whole pixels: with the page at its top, now and whenever that
 * changes.
 */
export function useRoomBelow(ref: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  // What stands above it comes and goes as the page is drawn.
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current === null) return;
      setRoom(Math.floor(innerHeight - (scrollY + ref.current.getBoundingClientRect().top)));
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  });
  return room;
}

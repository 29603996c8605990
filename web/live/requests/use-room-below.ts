import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * How much of the window is left from where an element begins, in whole pixels: with the page at its top, now and whenever that
 * changes.
 */
export function useRoomBelow(ref: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setRoom(Math.floor(innerHeight - (scrollY + element.getBoundingClientRect().top)));
    measure();
    addEventListener('resize', measure);
    // What stands above it comes and goes, and makes what holds both higher or lower.
    const observer = new ResizeObserver(measure);
    observer.observe(element.parentElement!);
    return () => {
      removeEventListener('resize', measure);
      observer.disconnect();
    };
  }, [ref]);
  return room;
}

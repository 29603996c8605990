import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What is hidden of less than so many pixels is nothing to scroll to: positions have fractions. */
const NOTHING_PX = 2;

/** Whether there is more of what an element holds beyond its right edge, now and after each scrolling or change of its size. */
export function useMoreAtRight(ref: RefObject<HTMLElement | null>): boolean {
  const [hasMore, setMore] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () => setMore(element.scrollWidth - element.clientWidth - element.scrollLeft >= NOTHING_PX);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    element.addEventListener('scroll', look);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [ref]);
  return hasMore;
}

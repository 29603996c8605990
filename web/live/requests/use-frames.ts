import { useEffect, useRef } from 'preact/hooks';

/** With less motion what moves goes on once a second. */
const CALM_MS = 1000;

/**
 * Draws what moves with time: at once, and then with each frame of the browser.
 *
 * @param isStill draws it once alone
 * @param depends what it depends on: where one of these has changed, it is drawn at once
 */
export function useFrames(draw: () => void, isStill: boolean, depends: readonly unknown[]): void {
  const current = useRef(draw);
  current.current = draw;
  useEffect(() => current.current(), depends);
  useEffect(() => {
    if (isStill) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const timer = setInterval(() => current.current(), CALM_MS);
      return () => clearInterval(timer);
    }
    let next = requestAnimationFrame(function move() {
      current.current();
      next = requestAnimationFrame(move);
    });
    return () => cancelAnimationFrame(next);
  }, [isStill]);
}

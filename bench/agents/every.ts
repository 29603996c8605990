/**
 * Does something again and again, one after the other and never twice at once. What fails is done again the next time.
 * Disposing of it stops that.
 */
export function every(periodMs: number, work: () => Promise<unknown>): Disposable {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    const over = () => {
      isBusy = false;
    };
    work().then(over, over);
  }, periodMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

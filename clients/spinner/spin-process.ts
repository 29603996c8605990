import { FRAME_MS, Frames } from './frames.ts';

process.once('message', ({ isShown, starter }: { isShown: boolean; starter: number }) => {
  const frames = new Frames(isShown);
  const turning = setInterval(() => {
    if (hasEnded(starter)) process.kill(process.ppid, 'SIGKILL');
    else frames.draw();
  }, FRAME_MS);
  frames.draw();
  process.send!('ready');
  process.once('message', () => {
    clearInterval(turning);
    process.send!(frames.end());
  });
  // Whoever asked for it has the answer, or is gone.
  process.once('disconnect', () => clearInterval(turning));
});

function hasEnded(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

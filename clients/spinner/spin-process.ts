import { FRAME_MS, Frames } from './frames.ts';

process.once('message', ({ isShown }: { isShown: boolean }) => {
  const frames = new Frames(isShown);
  const turning = setInterval(() => frames.draw(), FRAME_MS);
  frames.draw();
  process.send!('ready');
  process.once('message', () => {
    clearInterval(turning);
    process.send!(frames.end());
  });
  // Whoever asked for it has the answer, or is gone.
  process.once('disconnect', () => clearInterval(turning));
});

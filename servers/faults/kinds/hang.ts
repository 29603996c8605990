import { shareFault } from './share.ts';

/** Accepts the request and never answers. */
export const hang = shareFault(
  {
    name: 'hang',
    stage: 'connection',
    summary: 'accepts the request and never answers',
    example: 'hang@1%',
    clientSees: 'nothing until its own timeout; curl --max-time: (28) Operation timed out',
  },
  { hangs: true },
);

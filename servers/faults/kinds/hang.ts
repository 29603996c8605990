import { shareFault } from './share.ts';

/** Accepts the request and never answers. Where requests are datagrams, one says that they are dropped. */
export const hang = {
  ...shareFault(
    {
      name: 'hang',
      stage: 'connection',
      summary: 'accepts the request and never answers',
      words: () => 'never answers',
      example: 'hang@1%',
      clientSees: 'nothing until its own timeout; curl --max-time: (28) Operation timed out',
    },
    { hangs: true },
  ),
  otherWords: { drop: 'hang' },
};

import { shareFault } from './share.ts';

/** Answers with bytes that are not HTTP and closes the connection. */
export const garbage = shareFault(
  {
    name: 'garbage',
    stage: 'connection',
    summary: 'answers with bytes that are not HTTP, then closes',
    words: () => 'answers with bytes that are not HTTP',
    example: 'garbage@1%',
    clientSees: 'a parse error; curl: (1) Received HTTP/0.9 when not allowed',
  },
  { garbage: true },
);

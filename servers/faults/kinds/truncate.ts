import { shareFault } from './share.ts';

/** Promises the full Content-Length, sends half of the body and closes. */
export const truncate = shareFault(
  {
    name: 'truncate',
    stage: 'body',
    summary: 'promises the full Content-Length, sends half of the body and closes',
    example: 'truncate@1%',
    clientSees: 'a body cut short; curl: (18) transfer closed with bytes remaining to read',
  },
  { truncated: true },
);

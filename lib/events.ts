import type { RequestRecord } from './request-record.ts';

/** Everything that running servers tell: progress on a terminal, NDJSON and live pages are observers of the same events. */
export type LabEvent =
  | {
      readonly type: 'listening';
      readonly label: string;
      readonly url: string;
      /** Where a proxy leads. */
      readonly target?: string;
      readonly faults: string;
      /** False for one that has been switched off; absent where it listens. */
      readonly enabled?: false;
      /** Of a proxy that listens with HTTPS: SHA-256, and the file that it has been written to. */
      readonly certificate?: { readonly fingerprint: string; readonly file?: string };
    }
  | { readonly type: 'changed'; readonly label: string; readonly enabled: boolean; readonly faults: string }
  | { readonly type: 'removed'; readonly label: string }
  | {
      readonly type: 'control';
      readonly url: string;
      /** What requests must carry; undefined where they need none, or where the environment has chosen it. */
      readonly token: string | undefined;
      /** The environment variable that has chosen it. */
      readonly tokenFrom?: string;
      /** The link that lets one browser in, once; undefined where all are let in, and where a room's leader is told it. */
      readonly page?: string | undefined;
    }
  | {
      readonly type: 'room';
      /** An address to read out, for a client that is told where to ask. */
      readonly join: string;
      /** What else this machine can be called. */
      readonly others: readonly string[];
      readonly capacity: string;
      readonly maxNames: number;
      /** What lets the browser of who leads in, once. */
      readonly leader: string;
    }
  | { readonly type: 'ready'; readonly seed: number; readonly timeScale: number }
  | { readonly type: 'request'; readonly record: RequestRecord }
  | { readonly type: 'stopping' }
  | { readonly type: 'stopped' };

/** Whoever wants to know what happens. */
export type Observer = (event: LabEvent) => void;

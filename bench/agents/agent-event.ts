import type { Share } from './share.ts';

/** What an agent tells of its work. */
export type AgentEvent =
  | { readonly type: 'joined'; readonly bench: string }
  | { readonly type: 'left'; readonly bench: string }
  | { readonly type: 'held'; readonly share: Share }
  | { readonly type: 'started'; readonly share: Share }
  | { readonly type: 'done'; readonly share: Share; readonly tookMs: number }
  | {
      readonly type: 'failed';
      /** What it was to do; undefined for what cannot be read. */
      readonly share: Share | undefined;
      /** The run that it was a share of, where that can be read. */
      readonly run: string | undefined;
      readonly why: string;
    };

import type { Failing } from '../../lib/request-record.ts';

/** What is known of a request when it arrives. */
export interface Arrival {
  /** The name of its run, where its client gave one. */
  readonly run?: string | undefined;
  /** The name of the agent that sent it, where several share its run. */
  readonly agent?: string | undefined;
  readonly key: string;
  readonly attempt: number;
  readonly connection: number;
  readonly injectedMs: number;
  readonly serviceMs: number;
  readonly faults: readonly string[];
  /** How its fate has it fail, if it does. */
  readonly failsBy?: Failing | undefined;
}

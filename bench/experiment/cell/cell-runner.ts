import type { CommandEnd } from '../../command/run-command.ts';
import type { AgentShare } from '../../result/agent-share.ts';
import type { Usage } from '../../usage/usage.ts';
import type { CellServers } from '../servers/cell-servers.ts';
import type { CellReport, CellTask } from './cell-process.ts';
import type { CommandTask } from './command-cell.ts';

/** What a cell's client is run against, and how it is stopped. */
export interface CellGround {
  readonly servers: CellServers;
  /** The server that the cell is about. */
  readonly label: string;
  /** What the run of the cell is called. */
  readonly run: string;
  /** The cell, for people. */
  readonly name: string;
  /** Stops the client when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** What a cell's client has used, and what it says of each item; a command says nothing. */
export interface CellBrought extends Partial<Omit<CellReport & CommandEnd, 'usage'>> {
  readonly usage: Usage;
  /** What its run was called in the end; absent where that is what it was to be called. */
  readonly run?: string;
  /** How it was spread over agents; absent where it was done on this machine. */
  readonly spread?: SpreadOver;
}

/** How a cell was spread over agents. */
export interface SpreadOver {
  /** What each of them did. */
  readonly shares: readonly AgentShare[];
  /** The names of those for whom there was nothing to do. */
  readonly idle: readonly string[];
  /** How many there were, those with nothing to do among them. */
  readonly agents: number;
  /** How many there were to be; absent where it is not known. */
  readonly wanted?: number;
  /** Why each try before was given up, in their order; absent where there was none. */
  readonly givenUp?: readonly string[];
}

/** A way in which the client of a cell is run. */
export interface CellRunner {
  /**
   * Prepares the client, begins the servers' run as the client does, or as its first request may be sent, and waits for its
   * end.
   *
   * @throws LabError when what it runs in dies, ClientError when a client of somebody's own fails or takes too long
   */
  run(task: CellTask | CommandTask, ground: CellGround): Promise<CellBrought>;
}

/** Whether a command is to be run, and none of the clients that run in a process of the lab's own. */
export function isCommandTask(task: CellTask | CommandTask): task is CommandTask {
  return task.client.kind === 'command';
}

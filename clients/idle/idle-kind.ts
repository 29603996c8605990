/** What is held open: HTTP connections that have asked once and are kept, or WebSockets after their handshake. */
export type IdleKind = 'keep-alive' | 'WebSocket';

/** All kinds, in the order in which they are measured. */
export const IDLE_KINDS: readonly IdleKind[] = ['keep-alive', 'WebSocket'];

/** Connections that a client holds open and says nothing on. */
export interface IdleConnections {
  /** How many of those that were opened are open still. */
  readonly openCount: number;
  /**
   * Opens one more, and resolves when it is silent.
   *
   * @throws whatever stands in the way
   */
  open(): Promise<void>;
}

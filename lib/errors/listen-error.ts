import { LabError } from './lab-error.ts';

/**
 * A server could not listen where it was told to: the port is taken or the address is not this machine's.
 *
 * @example
 * ```ts
 * import { ListenError, startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const second = startLab({ LOCAL: { port: lab.server('LOCAL').port } });
 * const error = await second.catch((reason: unknown) => reason);
 * console.log(error instanceof ListenError && error.code); // LAB_LISTEN
 * ```
 */
export class ListenError extends LabError {
  override readonly name = 'ListenError';
  override readonly code = 'LAB_LISTEN';
  /** The Unix socket that was to be listened on; undefined for a port. */
  readonly socket: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly socket?: string } = {}) {
    super(message, options);
    this.socket = options.socket;
  }
}

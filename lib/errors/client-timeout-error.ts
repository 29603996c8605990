import { ClientError } from './client-error.ts';

/** A client that is not the lab's own was stopped, because it had not come to its end in time. */
export class ClientTimeoutError extends ClientError {
  override readonly name = 'ClientTimeoutError';
  override readonly code = 'LAB_CLIENT_TIMEOUT';
}

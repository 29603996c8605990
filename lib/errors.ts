/**
 * The base of every failure that Flag Lab foresees. The message says what failed, with which request or option,
 * and what to do; `code` is stable for scripts; `cause` keeps the original error.
 */
export class LabError extends Error {
  override readonly name: string = 'LabError';
  readonly code: `LAB_${string}` = 'LAB_ERROR';
}

/** The caller asked for something that cannot be: an unknown word, a value out of range. Exit code 2. */
export class UsageError extends LabError {
  override readonly name: string = 'UsageError';
  override readonly code: LabError['code'] = 'LAB_USAGE';
}

/** A fault's text or JSON form does not say a fault: unknown name, malformed value, over a cap. Exit code 2. */
export class FaultSpecError extends UsageError {
  override readonly name = 'FaultSpecError';
  override readonly code = 'LAB_FAULT_SPEC';
}

/** Something was named that is not there: a server, a run. */
export class NotFoundError extends LabError {
  override readonly name = 'NotFoundError';
  override readonly code = 'LAB_NOT_FOUND';
}

/** A server could not listen where it was told to: the port is taken or the address is not this machine's. */
export class ListenError extends LabError {
  override readonly name = 'ListenError';
  override readonly code = 'LAB_LISTEN';
}

/** A server that was running has closed or broken down, and cannot be asked any more. */
export class ServerGoneError extends LabError {
  override readonly name = 'ServerGoneError';
  override readonly code = 'LAB_SERVER_GONE';
}

/** A client that is not the lab's own, a command or a module, could not be run, failed, or does not say what it did. */
export class ClientError extends LabError {
  override readonly name = 'ClientError';
  override readonly code = 'LAB_CLIENT';
}

/** A folder or file that the lab must write is not writable. */
export class OutputError extends LabError {
  override readonly name = 'OutputError';
  override readonly code = 'LAB_OUTPUT';
}

/** A file of the lab's own, such as the flags, is missing or damaged. */
export class DataError extends LabError {
  override readonly name = 'DataError';
  override readonly code = 'LAB_DATA';
}

/** A promise the lab makes about its own numbers did not hold, such as one outcome for each item. */
export class InvariantError extends LabError {
  override readonly name = 'InvariantError';
  override readonly code = 'LAB_INVARIANT';
}

/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

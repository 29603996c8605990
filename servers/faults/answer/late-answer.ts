import type { Ended } from '../../../lib/request-record.ts';

/** An answer that comes later and from elsewhere, such as another server's that is passed on: whoever passes it keeps this up to date. */
export class LateAnswer {
  /** Bytes of the body that have been passed on. */
  bytes = 0;
  /** How the request ended, where the response alone would not tell. */
  ending: Ended | undefined;
  #begun = false;
  #onBegin: (() => void) | undefined;

  /** Whether its first byte is on its way. */
  get begun(): boolean {
    return this.#begun;
  }

  /** To be called when its first byte is on its way. */
  begin(): void {
    this.#begun = true;
    this.#onBegin?.();
  }

  /** Calls back when it begins; at once where it has begun. */
  onBegin(call: () => void): void {
    this.#onBegin = call;
    if (this.#begun) call();
  }
}

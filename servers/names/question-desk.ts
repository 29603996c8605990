import type { FaultWorld } from '../faults/fault-world.ts';
import { answerCode, answerQuery, type NamesAnswer } from './answer-query.ts';
import { FatedQuestion } from './fated-question.ts';
import type { KnownNames } from './known-names.ts';
import type { Query } from './query.ts';
import { codeOfStatus, statusOf } from './response-code.ts';

/** How an answer leaves. */
export interface Way {
  /** The number of the connection. */
  readonly connection: number;
  /** Whether a question that is never to be answered is over at once: a datagram's client cannot be seen to go. */
  readonly forgets: boolean;
  /** Sends an answer, and calls back when that is done, with its length; with none where it could not be sent. */
  readonly send: (answer: NamesAnswer, sent: (bytes: number | undefined) => void) => void;
}

/** A question that has been taken. */
export interface Asked {
  /** Whether it is never to be answered. */
  readonly hangs: boolean;
  /** Ends it for a client that has gone. */
  readonly gone: () => void;
}

/** The questions of one server that have no answer yet, from all its clients. */
export class QuestionDesk {
  readonly #world: FaultWorld;
  readonly #names: KnownNames;
  /** What ends each of them for a client that has gone. */
  readonly #waiting = new Set<() => void>();
  #onIdle = () => {};

  constructor(world: FaultWorld, names: KnownNames) {
    this.#world = world;
    this.#names = names;
  }

  /** How many wait for their answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Lets a question meet its fate, and answers it.
   *
   * @param ended called when it is over
   */
  ask(query: Query, { connection, forgets, send }: Way, ended: () => void): Asked {
    const question = new FatedQuestion(this.#world, `${query.type} ${query.name}`, connection);
    const gone = () => end('client-gone');
    const end = (...given: Parameters<FatedQuestion['end']>) => {
      if (!this.#waiting.delete(gone)) return;
      question.end(...given);
      ended();
      if (this.#waiting.size === 0) this.#onIdle();
    };
    this.#waiting.add(gone);
    if (!question.hangs) {
      question.whenDue(() => {
        const answer = this.#answerTo(query, question.injectedStatus);
        question.answered();
        send(answer, (bytes) => {
          if (bytes === undefined) gone();
          else end('sent', statusOf(answer.code), bytes);
        });
      });
    } else if (forgets) end('reset');
    return { hangs: question.hangs, gone };
  }

  /** Resolves when no question waits. */
  async idle(): Promise<void> {
    if (this.#waiting.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Ends all that wait: nobody is to answer them any more. */
  abandon(): void {
    for (const gone of [...this.#waiting]) gone();
  }

  #answerTo(query: Query, status: number | undefined): NamesAnswer {
    const code = status === undefined ? undefined : codeOfStatus(status);
    return code === undefined ? answerQuery(query, this.#names) : answerCode(query, code);
  }
}

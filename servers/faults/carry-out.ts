import type { IncomingMessage, ServerResponse } from 'node:http';
import { timerAt } from '../../lib/concurrency/timer-at.ts';
import { closeWithConnection } from '../http/close-with-connection.ts';
import { connectionNumber } from '../http/connection-number.ts';
import { ifStillThere } from '../http/half-close.ts';
import { resetSocket } from '../http/reset-socket.ts';
import { agentByHeader, runByHeader } from '../http/run-name.ts';
import { sendBody } from '../http/send-body.ts';
import { sendError } from '../http/send-error.ts';
import type { Answered } from './answer/bytes-sent.ts';
import { injectedBody, reasonText, statusName } from './answer/injected-body.ts';
import { LateAnswer } from './answer/late-answer.ts';
import { retryAfter } from './answer/retry-after.ts';
import { isShaped, shapeAnswer } from './answer/shape-answer.ts';
import { type Fate, UNTOUCHED } from './contract/fate.ts';
import type { Gate, Passage, Refusal } from './contract/gate.ts';
import { headerOf } from './contract/header-line.ts';
import { type Bent, endRecord, endWhenLeft } from './end-record.ts';
import type { FaultWorld, Seating, Seats } from './fault-world.ts';
import { meetFate } from './meet-fate.ts';
import { paceUpload } from './pace-upload.ts';

/** Answers the request of that number in the recorder. Returns the length of the body where it is known at once, or the answer that is still to come. */
type Answer = (id: number) => Answered;

/** What a client gets that asked for HTTP and drew garbage. */
const GARBAGE = Buffer.from('\x16\x03\x01 this is not HTTP \x00\xff\xfe\r\n', 'latin1');

const clock = (): number => performance.now();

/**
 * Decides a request's fate and carries it out, stage by stage: connection, rate, capacity, delay, status, body, with half
 * of its travel before and half after. What is left over is answered by `answer`, as if there were no faults. Touched
 * responses say so in Server-Timing and X-Lab-Fault. Whatever makes a request wait ends at once when its client goes away.
 *
 * @param answer answers the request; returns the length of the body where it knows it, or the answer that is to come
 * @param run the name of its run, unless a header gives it
 */
export function carryOut(
  world: FaultWorld,
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  answer: Answer,
  run: string | undefined = runByHeader(request),
): void {
  if (response.socket === null) closeWithConnection(response);
  const seat = world.seats === undefined ? world : seatIn(world.seats, run, request, response);
  if (seat === undefined) return;
  const connection = connectionNumber(request.socket, world.recorder.connectionClosed);
  const coming = { key, connection, run, agent: run && agentByHeader(request), message: request };
  const { fate: decided, gates, id } = meetFate(world, coming, seat);
  if (decided !== UNTOUCHED || gates.length > 0) {
    new Exchange(world, request, response, decided, id, answer).run(gates);
    return;
  }
  // The way of a request that nothing happens to, kept short: it is what LOCAL's speed is measured by.
  const answered = answer(id);
  noteFirstByte(world, id, answered);
  endWhenLeft(world, id, response, answered);
}

/** Where a request belongs by its name; one that cannot have that name is answered, and leaves nothing behind. */
function seatIn(
  seats: Seats,
  run: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Seating | undefined {
  const seat = seats.seatOf(run);
  if (!('status' in seat)) return seat;
  sendError(request, response, seat.status, seat.error, seat.detail);
  return undefined;
}

function noteFirstByte({ recorder }: FaultWorld, id: number, answered: Answered): void {
  if (answered instanceof LateAnswer) answered.onBegin(() => recorder.firstByte(id));
  else recorder.firstByte(id);
}

/** One request on its way through the stages. */
class Exchange {
  readonly #world: FaultWorld;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #fate: Fate;
  readonly #id: number;
  readonly #answer: Answer;
  /** Ends what the request waits for at the moment. */
  #stopWaiting: (() => void) | undefined;
  #brokenOff = false;
  #answered: Answered;
  #bent: Bent | undefined;
  #queuedMs = 0;
  #serviceMs = 0;

  constructor(
    world: FaultWorld,
    request: IncomingMessage,
    response: ServerResponse,
    fate: Fate,
    id: number,
    answer: Answer,
  ) {
    this.#world = world;
    this.#request = request;
    this.#response = response;
    this.#fate = fate;
    this.#id = id;
    this.#answer = answer;
    response.on('close', () => this.#ended());
    paceUpload(request, fate, (ms) => world.recorder.paced(id, ms));
  }

  run(gates: readonly Gate[]): void {
    this.#wait(this.#oneWayMs, () => this.#arrive(gates));
  }

  get #oneWayMs(): number {
    return this.#fate.travelMs / 2;
  }

  #arrive(gates: readonly Gate[]): void {
    const { hangs, garbage, resetAt } = this.#fate;
    const { socket } = this.#request;
    if (hangs) return;
    if (resetAt === 'connect') this.#wait(this.#oneWayMs, () => this.#breakOff(() => resetSocket(socket)));
    else if (garbage) this.#wait(this.#oneWayMs, () => this.#breakOff(() => socket.end(GARBAGE)));
    else this.#passGates(gates);
  }

  #passGates([gate, ...others]: readonly Gate[]): void {
    if (gate === undefined) return void this.#delay();
    const { fault, headers, refused, passage } = gate.admit(this.#fate);
    if (!this.#world.hidesFaults) this.#response.setHeaders(new Map(Object.entries(headers ?? {})));
    if (refused !== undefined) this.#refuse(fault, refused);
    else if (passage === undefined) this.#passGates(others);
    else this.#pass(passage, () => this.#passGates(others));
  }

  #pass(passage: Passage, passed: () => void): void {
    const arrivedAt = clock();
    let [begun, queued, startedAt] = [false, false, arrivedAt];
    this.#stopWaiting = () => passage.abandon();
    const started = () => {
      begun = true;
      if (!queued) return;
      startedAt = clock();
      this.#queuedMs += startedAt - arrivedAt;
      this.#world.recorder.started(this.#id, this.#queuedMs);
    };
    passage.begin(started, () => {
      this.#stopWaiting = undefined;
      this.#serviceMs += clock() - startedAt;
      passed();
    });
    queued = !begun;
    if (queued) this.#world.recorder.queued(this.#id);
  }

  #delay(): void {
    this.#wait(this.#fate.delayMs + this.#oneWayMs, () => ifStillThere(this.#request.socket, () => this.#respond()));
  }

  #wait(ms: number, proceed: () => void): void {
    if (ms === 0) proceed();
    else this.#stopWaiting = timerAt(clock() + ms, clock, proceed);
  }

  #respond(): void {
    const { status, injected, retryAfterMs, retryAfterIsDate = false } = this.#fate;
    this.#confess(this.#fate.faults);
    if (isShaped(this.#fate)) this.#bend();
    if (status === undefined) this.#answered = this.#answer(this.#id);
    else {
      this.#askToWait(retryAfterMs, retryAfterIsDate);
      const headers = (injected?.headers ?? []).map((line) => headerOf(line)!);
      // They take the place of what the response has been given before.
      for (const [name] of headers) this.#response.removeHeader(name);
      for (const [name, value] of headers) this.#response.appendHeader(name, value);
      sendBody(this.#request, this.#response, { status, ...injectedBody(status, injected, this.#world.hidesFaults) });
    }
    noteFirstByte(this.#world, this.#id, this.#answered);
  }

  #bend(): void {
    const { bytesPerSecond } = this.#fate;
    const bodyBytes = shapeAnswer(this.#response, this.#fate, () => this.#markBrokenOff());
    this.#bent = { bytesPerSecond, bodyBytes };
  }

  #refuse(fault: string, refusal: Refusal): void {
    const faults = [...new Set([...this.#fate.faults, fault])];
    this.#world.recorder.shed(this.#id, faults, refusal.by);
    if (refusal.by === 'hang') return;
    const { afterMs = this.#fate.shedAfterMs } = refusal;
    this.#wait(afterMs + this.#oneWayMs, () => this.#turnAway(faults, refusal, fault));
  }

  #turnAway(faults: readonly string[], refusal: Exclude<Refusal, { by: 'hang' }>, fault: string): void {
    if (refusal.by === 'reset') {
      this.#breakOff(() => resetSocket(this.#request.socket));
      return;
    }
    this.#confess(faults);
    this.#world.recorder.firstByte(this.#id);
    this.#askToWait(refusal.retryAfterMs);
    const { status } = refusal;
    sendError(this.#request, this.#response, status, statusName(status), reasonText(fault, this.#world.hidesFaults));
  }

  /** Says in the answer's headers what was done to it, unless nothing was, or it is to be found out. */
  #confess(faults: readonly string[]): void {
    if (faults.length === 0 || this.#world.hidesFaults) return;
    const held = this.#fate.travelMs + this.#fate.delayMs + this.#serviceMs;
    const queue = this.#queuedMs > 0 ? `queue;dur=${milliseconds(this.#queuedMs)}, ` : '';
    this.#response.setHeader('Server-Timing', `${queue}fault;dur=${milliseconds(held)}`);
    this.#response.setHeader('X-Lab-Fault', faults.join(', '));
  }

  #askToWait(ms: number | undefined, isDate = false): void {
    if (ms === undefined) return;
    const { header, waitMs } = retryAfter(ms, isDate);
    this.#response.setHeader('Retry-After', header);
    this.#world.recorder.retryAfter(this.#id, waitMs);
  }

  #breakOff(how: () => void): void {
    this.#markBrokenOff();
    how();
  }

  #markBrokenOff(): void {
    this.#brokenOff = true;
  }

  #ended(): void {
    this.#stopWaiting?.();
    const ending = this.#brokenOff ? 'reset' : this.#response.writableFinished ? 'sent' : 'client-gone';
    endRecord(this.#world, this.#id, this.#response, ending, this.#answered, this.#bent);
  }
}

function milliseconds(ms: number): number {
  return Number(ms.toFixed(3));
}

import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { KnownNames } from './known-names.ts';
import { EDNS, type Query } from './query.ts';
import { numberOf, type ResponseCode } from './response-code.ts';

/** Where every name that is found leads: to this machine, on which the lab's other servers listen. */
const ADDRESSES = { A: '127.0.0.1', AAAA: '::1' } as const;

/** Nobody is to keep an answer: it would be known without being asked for. */
const TTL_SECONDS = 0;

/** An answer as it is sent, and what it says. */
export interface NamesAnswer {
  readonly code: ResponseCode;
  readonly message: Buffer;
}

/** The answer to a question: the addresses of a name that is known, else what says that there is none. */
export function answerQuery(query: Query, names: KnownNames): NamesAnswer {
  const knowledge = names.of(query.name);
  const answers = knowledge === 'found' ? addressesOf(query) : [];
  const authorities = answers.length > 0 ? [] : [startOfAuthority(query.name)];
  const code = knowledge === 'nothing' ? 'NXDOMAIN' : 'NOERROR';
  return { code, message: encoded(query, code, answers, authorities) };
}

/** An answer that has nothing but its code. */
export function answerCode(query: Query, code: ResponseCode): NamesAnswer {
  return { code, message: encoded(query, code) };
}

/** The same answer as a datagram, without its records where they would make it too long: TCP has them. */
export function inDatagram({ message }: NamesAnswer, query: Query): Buffer {
  return message.length <= query.mostBytes ? message : encoded(query, 'NOERROR', [], [], TRUNCATED_RESPONSE);
}

function addressesOf({ question, type }: Query): Answer[] {
  const types = Object.keys(ADDRESSES) as (keyof typeof ADDRESSES)[];
  return types
    .filter((candidate) => type === candidate || type === 'ANY')
    .map((type) => ({ type, name: question.name, ttl: TTL_SECONDS, data: ADDRESSES[type] }));
}

/** Says how long one may remember that there is nothing: not at all. */
function startOfAuthority(name: string): Answer {
  const times = { serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: TTL_SECONDS };
  const zone = name.split('.').at(-1) || '.';
  return {
    type: 'SOA',
    name: zone,
    ttl: TTL_SECONDS,
    data: { mname: 'localhost', rname: 'nobody.localhost', ...times },
  };
}

function encoded(
  { id, question, recursionDesired, edns }: Query,
  code: ResponseCode,
  answers: Answer[] = [],
  authorities: Answer[] = [],
  flags = 0,
): Buffer {
  const desired = recursionDesired ? RECURSION_DESIRED : 0;
  return encode({
    type: 'response',
    id,
    flags: numberOf(code) | AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | desired | flags,
    questions: [question],
    answers,
    authorities,
    additionals: edns ? [EDNS] : [],
  });
}

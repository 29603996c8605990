import { decode, encode, type OptAnswer, type Packet } from 'dns-packet';
import { numberOf, type ResponseCode } from './response-code.ts';

/** What is longer is no question, and is not looked at: reading it could take long. */
export const MAX_QUERY_BYTES = 4096;

/** How long a datagram may be where its client does not say more (RFC 1035), and at most. */
const LEAST_ANSWER_BYTES = 512;
const MOST_ANSWER_BYTES = 1232;

const HEADER_BYTES = 12;
const RESPONSE = 1 << 15;
const OPCODE = 0b1111 << 11;
const RECURSION_DESIRED = 1 << 8;
const CODE = 0b1111;

type Question = NonNullable<Packet['questions']>[number];

/** A question as it came. */
export interface Query {
  readonly id: number;
  readonly question: Question;
  /** In lower case. */
  readonly name: string;
  /** Such as `A`; a type without a name is called as RFC 3597 does: `TYPE65`. */
  readonly type: string;
  readonly recursionDesired: boolean;
  /** Whether it speaks EDNS (RFC 6891), so that its answer has to, too. */
  readonly edns: boolean;
  /** How long the answer may be in a datagram. */
  readonly mostBytes: number;
}

/**
 * Reads a message. What is no question is answered by the bytes that come back; undefined where there is nobody to answer.
 */
export function readQuery(message: Buffer): Query | Buffer | undefined {
  if (message.length < HEADER_BYTES || (message.readUInt16BE(2) & RESPONSE) !== 0) return undefined;
  if ((message.readUInt16BE(2) & OPCODE) !== 0) return refusal(message, 'NOTIMP');
  const packet = decoded(message);
  if (packet?.questions?.length !== 1) return refusal(message, 'FORMERR');
  const [question] = packet.questions as [Question];
  if (question.class !== 'IN' && question.class !== 'ANY') return refusal(message, 'REFUSED');
  const edns = packet.additionals?.find((record) => record.type === 'OPT');
  const { udpPayloadSize = 0, ednsVersion = 0 } = edns?.type === 'OPT' ? edns : {};
  if (ednsVersion > 0) return badVersion(packet);
  return {
    id: packet.id ?? 0,
    question,
    name: question.name.toLowerCase(),
    type: question.type.replace('UNKNOWN_', 'TYPE'),
    recursionDesired: packet.flag_rd,
    edns: edns !== undefined,
    mostBytes: Math.min(MOST_ANSWER_BYTES, Math.max(LEAST_ANSWER_BYTES, udpPayloadSize)),
  };
}

/** Undefined for what cannot be read, or could not be repeated as it came: a name may hold anything, and not all of it is text. */
function decoded(message: Buffer): ReturnType<typeof decode> | undefined {
  if (message.length > MAX_QUERY_BYTES) return undefined;
  try {
    const packet = decode(message);
    const questions = encode({ questions: packet.questions }).subarray(HEADER_BYTES);
    return message.subarray(HEADER_BYTES, HEADER_BYTES + questions.length).equals(questions) ? packet : undefined;
  } catch {
    return undefined;
  }
}

/** A response that has nothing but its code. */
function refusal(message: Buffer, code: ResponseCode): Buffer {
  const answer = Buffer.alloc(HEADER_BYTES);
  message.copy(answer, 0, 0, 4);
  const kept = message.readUInt16BE(2) & (OPCODE | RECURSION_DESIRED);
  answer.writeUInt16BE((kept & ~CODE) | RESPONSE | numberOf(code), 2);
  return answer;
}

/** Says that only the first version of EDNS is known here. */
function badVersion({ id = 0, questions }: Packet): Buffer {
  return encode({ type: 'response', id, questions, additionals: [{ ...EDNS, extendedRcode: 1 }] });
}

/** What EDNS adds to an answer of somebody who speaks it. */
export const EDNS: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: MOST_ANSWER_BYTES,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

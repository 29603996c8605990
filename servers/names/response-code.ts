/** What a resolver says of its answer (RFC 1035, RFC 6895), with the status of HTTP that says the same: records have that. */
const CODES = {
  NOERROR: { code: 0, status: 200 },
  FORMERR: { code: 1, status: 400 },
  SERVFAIL: { code: 2, status: 503 },
  NXDOMAIN: { code: 3, status: 404 },
  NOTIMP: { code: 4, status: 501 },
  REFUSED: { code: 5, status: 403 },
} as const;

/** The name of a response code. */
export type ResponseCode = keyof typeof CODES;

const NAMES = Object.keys(CODES) as ResponseCode[];

/** The number of a response code in a message. */
export function numberOf(name: ResponseCode): number {
  return CODES[name].code;
}

/** The status by which records and verdicts tell of a response code. */
export function statusOf(name: ResponseCode): number {
  return CODES[name].status;
}

/** The response code that a status stands for; undefined for none. */
export function codeOfStatus(status: number): ResponseCode | undefined {
  return NAMES.find((name) => CODES[name].status === status);
}

/** The statuses that stand for a response code other than NOERROR, for people. */
export function statusesText(): string {
  const texts = NAMES.filter((name) => name !== 'NOERROR').map((name) => `${CODES[name].status} (${name})`);
  return `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

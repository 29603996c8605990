import type { IncomingHttpHeaders } from 'node:http';

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long the server asks to be left alone, in milliseconds: the Retry-After header, which gives either seconds or a date.
 * A date is taken against the response's own Date header, so that the two machines' clocks need not agree.
 * Undefined when the header is absent or cannot be read.
 */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const given: string | readonly string[] | undefined = headers['retry-after'];
  // A server that sends it twice is taken at its first word.
  const value = (typeof given === 'string' ? given : given?.[0])?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const waitMs = httpDateMs(value) - httpDateMs(headers.date);
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

function httpDateMs(text = ''): number {
  return HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

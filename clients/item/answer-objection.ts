import type { IncomingHttpHeaders } from 'node:http';
import { shortened } from '../../lib/units/shortened.ts';

/** What no flag and nothing said about one has for a type. What names no type, or an unlikely one, may still be a flag. */
const PAGE = /^(?:text\/(?:html|xml)|application\/(?:[\w.-]+\+)?(?:json|xml))\b/i;

/** A name that a server sends is shown up to this length. */
const SHOWN_LENGTH = 40;

/** How every GIF image begins. */
const GIF = /^GIF8[79]a/;

/** So many of an answer's first bytes tell whether it is a GIF image. */
export const HEAD_BYTES = 6;

/** An answer with a status of success, whole. */
export interface Answer {
  /** What was asked for, whatever a redirect led to. */
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  /** The first {@link HEAD_BYTES} of the body, in Latin 1. */
  readonly head: string;
}

/**
 * Why an answer cannot be what was asked for, in a few words, the same for all answers alike; undefined where it can.
 * Nothing asks for an encoding, so a body that has one is no flag, and it is not decoded.
 */
export function answerObjection({ path, status, headers, bytes, head }: Answer): string | undefined {
  if (status === 206) return 'part of an answer (status 206)';
  if (bytes === 0) return `empty answer (status ${status})`;
  const encoding = headerOf(headers, 'content-encoding') || 'identity';
  if (encoding.toLowerCase() !== 'identity') return `answer encoded as ${shown(encoding)}, which nobody asked for`;
  const type = headerOf(headers, 'content-type').split(';')[0]!.trim();
  if (PAGE.test(type) && !/(?:\.json|\/)$/.test(path)) return `${shown(type)} instead of a flag`;
  return path.endsWith('.gif') && !GIF.test(head) ? 'not a GIF image' : undefined;
}

/** A header that was sent more than once has several values. */
function headerOf(headers: IncomingHttpHeaders, name: string): string {
  return [headers[name] ?? ''].flat().join(', ').trim();
}

function shown(text: string): string {
  return shortened(text, SHOWN_LENGTH);
}

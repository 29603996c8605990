import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { RESET_POINTS, type ResetPoint } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { formatShare, parseShare, shareSchema } from './share.ts';

const schema = z.strictObject({ fault: z.literal('reset'), rate: shareSchema, at: z.enum(RESET_POINTS) });

const DEFAULT_POINT: ResetPoint = 'headers';

/** Breaks the connection off with a TCP reset: as soon as the request is in, amid the headers, or amid the body. */
export const reset: FaultKind<z.infer<typeof schema>> = {
  name: 'reset',
  stage: 'connection',
  summary: 'breaks the connection off with TCP RST',
  options: {
    '@1%': 'the share of requests that it touches; all when absent',
    'at=connect': 'as soon as the request is in',
    'at=headers': 'half-way through the headers (default)',
    'at=body': 'half-way through the body',
  },
  example: 'reset@1%,at=body',
  clientSees: 'ECONNRESET; curl: (56) Recv failure, or (18) where part of the body had come',
  schema,
  parse(text) {
    const { share, options } = parseShare(text);
    const [option = `at=${DEFAULT_POINT}`] = options;
    if (options.length > 1 || !option.startsWith('at='))
      throw new UsageError('its one option is at=connect|headers|body');
    return { rate: share, at: option.slice('at='.length) };
  },
  format: ({ rate, at }) => `${formatShare(rate)},at=${at}`,
  decide: ({ rate, at }, { draw }) => (draw(0) < rate ? { resetAt: at } : undefined),
};

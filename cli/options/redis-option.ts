import { Option } from 'commander';
import { checkRedisUrl } from '../../bench/agents/redis-address.ts';
import { parser } from './options.ts';

/** `--redis URL`, which messages and kept runs show without its password. */
export function redisOption(what: string): Option {
  return new Option('--redis <url>', `${what} redis://127.0.0.1:6379; rediss:// for TLS`).argParser(
    parser(checkRedisUrl),
  );
}

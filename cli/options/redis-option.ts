import { Option } from 'commander';

/** `--redis URL`. It is checked by who takes it: what is said here of a wrong value would hold its password. */
export function redisOption(what: string): Option {
  return new Option('--redis <url>', `${what} redis://127.0.0.1:6379; rediss:// for TLS`);
}

import { InvalidArgumentError, Option } from 'commander';
import { DEFAULT_SEED, parseSeed } from '../../lib/chance/seed.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { TOKEN_VARIABLE } from '../../lib/network/token-variable.ts';
import { formatDuration, parseDuration } from '../../lib/units/duration.ts';
import { parseTimeScale } from '../../lib/units/time-scale.ts';
import { CONTROL_PORT, PROXY_CONTROL_PORT } from './defaults.ts';

/** Where the control API is unless another place is given. */
export const CONTROL_URL = `http://localhost:${CONTROL_PORT}`;

/** Where that of a proxy is, unless it was moved. */
export const PROXY_CONTROL_URL = `http://localhost:${PROXY_CONTROL_PORT}`;

/** Makes a parser of an option's value out of one that throws UsageError, so that the message names the option. */
export function parser<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

/** Takes an option once: a second one would silently take the place of the first. */
export function once(what: string): (text: string, before: string | undefined) => string {
  return (text, before) => {
    if (before !== undefined) throw new InvalidArgumentError(`give ${what} once: "${before}" was given before`);
    return text;
  };
}

/** Reads a whole number within a range. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return parser((text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    throw new UsageError(`give a whole number ${range}`);
  });
}

/** Collects a repeatable option. */
export function collect<T>(parse: (text: string) => T): (text: string, before: readonly T[] | undefined) => T[] {
  return (text, before = []) => [...before, parse(text)];
}

/** `--seed N`: a whole number or `random`. */
export function seedOption(): Option {
  return new Option('--seed <n>', 'seed of all fates: a whole number, or "random", which prints the one it picks')
    .argParser(parser(parseSeed))
    .default(DEFAULT_SEED);
}

/** `--time-scale X`, with the command's own default, if it has one that is always the same. */
export function timeScaleOption(description: string, value?: number): Option {
  const option = new Option('--time-scale <x>', description).argParser(parser(parseTimeScale));
  return value === undefined ? option : option.default(value);
}

/** `--timeout DURATION`, with the command's own default in milliseconds. */
export function timeoutOption(ms: number): Option {
  return new Option('--timeout <duration>', 'how long one request may take, before the time scale')
    .argParser(parser(parseTimeout))
    .default(ms, formatDuration(ms));
}

/** `--control-port N`, with the command's own default. */
export function controlPortOption(port: number): Option {
  return new Option('--control-port <n>', 'port of the control API, 0 for any free one')
    .argParser(wholeNumber(0, 65_535))
    .default(port);
}

/** `--no-control`. */
export function noControlOption(): Option {
  return new Option('--no-control', 'no control API');
}

/** `--control URL`: where the control API of a running lab is. */
export function controlOption(): Option {
  return new Option(
    '--control <url>',
    `the control API of the running lab; the token that it may ask for is taken from ${TOKEN_VARIABLE}`,
  )
    .argParser(parser(parseUrl))
    .default(CONTROL_URL);
}

/** `--attach [URL]`: instead of starting servers, use those of a running lab, which says what they do; true without a URL. */
export function attachOption(): Option {
  return new Option(
    '--attach [url]',
    `use the servers of a lab that runs, with its seed, faults and time scale; default: ${CONTROL_URL}`,
  )
    .argParser(parser(parseUrl))
    .conflicts(['fault', 'profile', 'schedule', 'seed', 'timeScale']);
}

function parseUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`"${text}" is not a URL: give one such as ${CONTROL_URL}`);
}

/** Reads how long something may take, in milliseconds: longer than 0. */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms > 0) return ms;
  throw new UsageError('the timeout must be longer than 0');
}

import { multiProbe } from '../../../clients/domains/multi-probe.ts';
import { namesUnder } from '../../../clients/domains/names-under.ts';
import type { ProbedDomain } from '../../../clients/domains/probed-domain.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { domainName } from '../../../lib/network/domain-name.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { DomainRows, markedLine } from './domain-rows.ts';
import { domainsAnswer, domainsJson } from './domains-report.ts';

/** The options of `flaglab domains`. */
export interface DomainsOptions {
  /** With commas in between. */
  readonly words?: string;
  readonly maxReq: number;
  readonly resolver?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly retries?: number;
  readonly lookup?: boolean;
  readonly marks?: boolean;
  readonly json?: boolean;
}

/** Asks for the chosen names and prints which are found. Resolves to the exit code. */
export async function domains(
  given: readonly string[],
  options: DomainsOptions,
  context: CommandContext,
): Promise<number> {
  const names = chosenNames(given, options.words);
  using interrupt = new Interrupt(context);
  const { maxReq: m, timeout: timeoutMs, resolver, retries, lookup } = options;
  // A mistake is told before anything is printed.
  const probes = multiProbe(names, { m, timeoutMs, resolver, retries, lookup, signal: interrupt.signal });
  const show = shower(names, options, context);
  const startedMs = context.clock.nowMs();
  const probed: ProbedDomain[] = [];
  try {
    for await (const probe of probes) {
      probed.push(probe);
      show(probe);
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  }
  if (options.json === true) {
    printJson(context, domainsJson(probed, names.length, context.clock.nowMs() - startedMs));
  } else if (options.marks === true) {
    // As with the book's program, there is nothing but names in the results.
    note(context, domainsAnswer(probed, names.length));
  } else {
    print(context);
    print(context, { text: domainsAnswer(probed, names.length), tone: 'answer' });
  }
  if (interrupt.signal.aborted) return endAtOnce(options, context);
  return probed.some(({ kind }) => kind === 'failed') ? EXIT_FAILED : 0;
}

/** Each name once: asking for it again would tell nothing else. */
function chosenNames(given: readonly string[], words: string | undefined): string[] {
  const [root] = given;
  if (words === undefined) return [...new Set(given.length === 1 ? namesUnder(root!) : given.map(domainName))];
  const listed = words.split(',').map((word) => word.trim());
  if (listed.includes('')) throw new UsageError(`--words "${words}" has an empty word: give a list such as a,b,c`);
  return [...new Set(given.flatMap((parent) => namesUnder(parent, listed)))];
}

/** How each result is shown when it comes. */
function shower(
  names: readonly string[],
  { marks, json }: DomainsOptions,
  context: CommandContext,
): (probe: ProbedDomain) => void {
  if (json === true) return () => {};
  if (marks === true) return (probe) => print(context, [markedLine(probe, context.stdout)]);
  const rows = new DomainRows(names, context.stdout);
  // Under no head stands nothing: a resolver may turn out not to be there.
  let isFirst = true;
  return (probe) => {
    if (isFirst) for (const line of rows.head) print(context, line);
    isFirst = false;
    print(context, rows.line(probe));
  };
}

/** Look-ups that the system has begun cannot be called off, and would keep the process for as long as they take. */
function endAtOnce({ lookup }: DomainsOptions, context: CommandContext): number {
  if (lookup === true) context.exit(EXIT_INTERRUPTED);
  return EXIT_INTERRUPTED;
}
